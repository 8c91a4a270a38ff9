// The schema of a board's file. Its type lets an editor help; this says the rest: bounds, and
// values that must fit together.
import * as z from "zod/mini";
import { ABILITIES, type Ability, type Board, type PinFacts, TARGET_NAMES } from "../../../boards/board.ts";
import { CHIP_NAMES, LATER_VARIANTS } from "../../../boards/chips/chip.ts";
import { issueWords, mustBe } from "./board-issues.ts";
import { misfits } from "./board-misfits.ts";

/** A schema for each fact and for no other: one that the type lacks, or has alone, is a type error. */
type SchemasOf<Facts> = { [Fact in keyof Facts]-?: z.ZodMiniType<Facts[Fact] | undefined> };

const ability = z.enum(ABILITIES);
const count = z.int().check(z.positive());
const atLeast = (least: number) => count.check(z.minimum(least));
const fromZero = z.int().check(z.nonnegative());
const text = z.string().check(z.minLength(1));
const matching = (pattern: RegExp, allowed: string) =>
  z.string().check(z.regex(pattern, { error: mustBe(allowed) }));
const sentence = matching(/^[A-Z].*\.$/, "one sentence: a capital first, a full stop last");
const phrase = matching(/[^.]$/, "a part of a sentence, without a full stop at its end");
const name = matching(/^[a-z0-9-]+$/, 'made of lower-case letters, digits and "-"');

const interval = z
  .strictObject({ low: z.number().check(z.positive()), high: z.number() })
  .check(z.refine(({ low, high }) => low <= high, { error: "its high is below its low" }));

const pin = z
  .strictObject({
    gpio: z.optional(fromZero.check(z.maximum(48))),
    id: z.union([text, fromZero], { error: mustBe("a text or a whole number") }),
    can: z.array(ability),
    because: z.optional(z.partialRecord(ability, phrase)),
    noI2c: z.optional(phrase),
    noPixels: z.optional(phrase),
    trap: z.optional(sentence),
    isLeftAlone: z.optional(z.literal(true)),
    harmlessAs: z.optional(ability),
    has: z.optional(phrase),
  } satisfies SchemasOf<PinFacts>)
  .check(({ value, issues }) => {
    const say = (message: string, path: string) =>
      issues.push({ code: "custom", message, path: [path], input: value });
    if (new Set(value.can).size < value.can.length) say("an ability is named twice", "can");
    for (const ability of Object.keys(value.because ?? {}) as Ability[])
      if (value.can.includes(ability)) say(`the pin can do what is excused here, "${ability}"`, "because");
    if (value.harmlessAs !== undefined && value.trap === undefined) say("there is no trap", "harmlessAs");
  });

const board = z
  .strictObject({
    name,
    title: text,
    chip: z.enum(CHIP_NAMES),
    variant: z.optional(z.enum(LATER_VARIANTS)),
    module: text,
    target: z.enum(TARGET_NAMES),
    sources: z.array(text).check(z.minLength(1)),
    memory: z.strictObject({
      jsVars: z.optional(count),
      jsVarBytes: z.optional(count),
      heapBytes: z.optional(count),
    }),
    flashBytes: atLeast(128 * 1024),
    budget: z.strictObject({ flashBytes: count, held: count }),
    lacksStaticAddress: z.optional(text),
    tls: z.union([z.boolean(), z.strictObject({ handshakeBytes: count })], {
      error: mustBe("true, false or { handshakeBytes: <how many> }"),
    }),
    ring: z.strictObject({ slots: atLeast(8), bytes: count }),
    diagnostics: z.optional(z.array(z.enum(["uptime", "signal"]))),
    packetBytes: atLeast(512),
    linkBytes: atLeast(536),
    pwm: z.strictObject({
      hertz: z.strictObject({ least: count, most: count }),
      pins: fromZero,
      fixed: z.optional(z.strictObject({ hertz: count, pins: count })),
      oneFrequency: z.optional(z.literal(true)),
    }),
    i2c: z.optional(
      z.strictObject({
        buses: z.optional(count.check(z.maximum(2))),
        isFast: z.optional(z.literal(true)),
        because: z.optional(phrase),
      }),
    ),
    uart: z.optional(
      z.strictObject({
        parts: fromZero,
        because: z.optional(phrase),
        needsTx: z.optional(z.strictObject({ because: phrase })),
      }),
    ),
    spi: z.optional(
      z.strictObject({
        lines: z.optional(z.strictObject({ sck: text, miso: text, mosi: text })),
        takes: z.optional(z.array(text)),
        because: z.optional(phrase),
      }),
    ),
    pixels: z.optional(z.strictObject({ pins: z.optional(z.array(text)), because: z.optional(phrase) })),
    edges: z.optional(z.strictObject({ because: phrase })),
    dht: z.optional(z.strictObject({ because: phrase })),
    hx711: z.optional(z.strictObject({ parts: z.optional(count), because: z.optional(phrase) })),
    turns: z.optional(z.strictObject({ parts: z.optional(count), because: z.optional(phrase) })),
    journal: z.optional(
      z.strictObject({ at: fromZero, areaBytes: atLeast(512), pageBytes: count, erases: z.optional(count) }),
    ),
    sleep: z.optional(
      z.strictObject({
        longestMs: atLeast(60_000),
        wire: z.optional(z.strictObject({ gpio: fromZero, to: text })),
        memoryBytes: z.optional(count),
        contact: z.optional(
          z.union([
            z.strictObject({
              gpios: z.optional(z.array(fromZero).check(z.minLength(1))),
              reset: z.optional(text),
              besideTimer: z.optional(z.literal(true)),
            }),
            z.strictObject({ because: text }),
          ]),
        ),
      }),
    ),
    power: z.optional(
      z.strictObject({
        bootMs: interval,
        runningMa: interval,
        joinMs: interval,
        joiningMa: interval,
        connectedMa: interval,
        tlsMs: interval,
        asleepMa: z.optional(interval),
      }),
    ),
    analogMillivolts: z.optional(count),
    machine: z.optional(
      z.strictObject({
        i2c: z.array(z.strictObject({ sda: text, scl: text, bus: fromZero })).check(z.minLength(1)),
        pwm: z.record(z.string(), z.string()),
        oneWire: z.record(z.string(), z.string()),
      }),
    ),
    danger: z.optional(sentence),
    headers: z.strictObject({ left: z.array(text), right: z.array(text) }),
    pins: z.record(text, pin),
  } satisfies SchemasOf<Board>)
  .check(({ value, issues }) => {
    for (const [path, message] of misfits(value as Board))
      issues.push({ code: "custom", message, path: [...path], input: value });
  });

/** One sentence for each fault of a board's file: where, and what is allowed. Empty when it is sound. */
export function boardFaults(value: unknown): string[] {
  const { error } = board.safeParse(value, { error: issueWords });
  return (error?.issues ?? []).map(({ path, message }) => `${place(path)}: ${message}.`);
}

function place(path: readonly PropertyKey[]): string {
  return path.length === 0 ? "the board" : path.map(String).join(".");
}
