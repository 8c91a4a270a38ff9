// What a board's file may say. Its type lets an editor help; this says the rest: bounds, and what must fit together.
import { en } from "zod/locales";
import * as z from "zod/mini";
import { type Ability, type Board, TARGET_NAMES } from "../../boards/board.ts";
import { CHIP_NAMES } from "../../boards/chips/chip.ts";
import { TARGET_FACTS } from "../targets/facts.ts";
import { areElsewhere } from "./pixel-pins.ts";
import { isElsewhere } from "./shared-pins.ts";

/** An image may take this part of the flash, so that a new one fits beside the old one. */
const PARTS_FOR_AN_IMAGE = 2;
const ABILITIES = [
  "in",
  "out",
  "pullup",
  "pwm",
  "adc",
  "interrupt",
  "one-wire",
  "tx",
  "rx",
] as const satisfies readonly Ability[];

z.config(en());

const ability = z.enum(ABILITIES, { error: `an ability is one of ${ABILITIES.join(", ")}` });
const count = z.int().check(z.positive());
const atLeast = (least: number) => count.check(z.minimum(least));
const fromZero = z.int().check(z.nonnegative());
const text = z.string().check(z.minLength(1));
const matching = (pattern: RegExp, error: string) => z.string().check(z.regex(pattern, { error }));
const sentence = matching(/^[A-Z].*\.$/, "it is one sentence: a capital first, a full stop last");
const phrase = matching(/[^.]$/, "it is a part of a sentence, without a full stop at its end");
const name = matching(/^[a-z0-9-]+$/, 'it is made of lower-case letters, digits and "-"');

const pin = z
  .strictObject({
    gpio: z.optional(fromZero.check(z.maximum(48))),
    id: z.union([text, fromZero]),
    can: z.array(ability),
    because: z.optional(z.partialRecord(ability, phrase)),
    trap: z.optional(sentence),
    harmlessAs: z.optional(ability),
    has: z.optional(phrase),
  })
  .check(({ value, issues }) => {
    const say = (message: string, path: string) =>
      issues.push({ code: "custom", message, path: [path], input: value });
    if (new Set(value.can).size < value.can.length) say("an ability is named twice", "can");
    for (const one of Object.keys(value.because ?? {}) as Ability[])
      if (value.can.includes(one)) say(`the pin can do what is excused here, "${one}"`, "because");
    if (value.harmlessAs !== undefined && value.trap === undefined) say("there is no trap", "harmlessAs");
  });

const board = z
  .strictObject({
    name,
    title: text,
    chip: z.enum(CHIP_NAMES),
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
    tls: z.union([z.boolean(), z.strictObject({ handshakeBytes: count })]),
    ring: z.strictObject({ slots: atLeast(8), bytes: count }),
    packetBytes: atLeast(512),
    linkBytes: atLeast(536),
    pwm: z.strictObject({
      hertz: z.strictObject({ least: count, most: count }),
      pins: fromZero,
      fixed: z.optional(z.strictObject({ hertz: count, pins: count })),
      oneFrequency: z.optional(z.literal(true)),
    }),
    uart: z.optional(z.strictObject({ parts: fromZero, because: z.optional(phrase) })),
    spi: z.optional(
      z.strictObject({
        lines: z.optional(z.strictObject({ sck: text, miso: text, mosi: text })),
        takes: z.optional(z.array(text)),
        because: z.optional(phrase),
      }),
    ),
    pixels: z.optional(z.strictObject({ pins: z.optional(z.array(text)), because: z.optional(phrase) })),
    edges: z.optional(z.strictObject({ because: phrase })),
    analogMillivolts: z.optional(count),
    machine: z.optional(
      z.strictObject({
        i2cBus: fromZero,
        pwm: z.record(z.string(), z.string()),
        oneWire: z.record(z.string(), z.string()),
      }),
    ),
    danger: z.optional(sentence),
    headers: z.strictObject({ left: z.array(text), right: z.array(text) }),
    pins: z.record(text, pin),
  })
  .check(({ value, issues }) => {
    for (const [path, message] of misfits(value as Board))
      issues.push({ code: "custom", message, path: [...path], input: value });
  });

type Misfit = readonly [path: readonly string[], message: string];

/** What is right by itself and wrong together. */
function misfits(value: Board): Misfit[] {
  const { target, memory, flashBytes, budget, pins, analogMillivolts } = value;
  const most = Math.floor(flashBytes / PARTS_FOR_AN_IMAGE);
  const found: Misfit[] = [];
  if (budget.flashBytes > most)
    found.push([["budget", "flashBytes"], `${budget.flashBytes} is more than half of the flash, ${most}`]);
  const counted = TARGET_FACTS[target].memory;
  const held = counted.of(memory);
  if (held !== undefined && budget.held >= held)
    found.push([["budget", "held"], `${budget.held} leaves nothing of the memory, ${held}`]);
  for (const [field, message] of counted.faults(memory)) found.push([["memory", field], message]);
  const hasAnalog = Object.values(pins).some(({ can }) => can.includes("adc"));
  if (hasAnalog && analogMillivolts === undefined)
    found.push([["analogMillivolts"], 'it must say what full scale is, for the pins that can "adc"']);
  if (!hasAnalog && analogMillivolts !== undefined) found.push([["analogMillivolts"], 'no pin can "adc"']);
  found.push(...uartMisfits(value), ...spiMisfits(value), ...pixelMisfits(value));
  found.push(...unlike(value, "pwm", "pwm"), ...unlike(value, "oneWire", "one-wire"));
  return [...found, ...twice(pins, "id"), ...twice(pins, "gpio"), ...drawnTwice(value)];
}

/** A UART needs pins that can be its lines; why there is none is said where there is none. */
function uartMisfits({ uart = { parts: 0 }, pins }: Board): Misfit[] {
  const { parts, because } = uart;
  const able = (ability: Ability) => Object.values(pins).some(({ can }) => can.includes(ability));
  const found: Misfit[] = [];
  if (parts > 0 && !(able("tx") && able("rx")))
    found.push([["uart", "parts"], 'no pin can be "tx" or none "rx"']);
  if (parts > 0 && because !== undefined) found.push([["uart", "because"], "there are UARTs"]);
  return found;
}

/** Its fixed lines are pins of the board that can be that; why there is none is said where there is none. */
function spiMisfits({ spi = {}, pins }: Board): Misfit[] {
  const { lines, takes = [], because } = spi;
  // A board that took the facts of another one, and calls its pins otherwise: its parts are refused the SPI.
  if (because === undefined && isElsewhere(spi, pins)) return [];
  const can = (pin: string, ability: Ability) => Object.hasOwn(pins, pin) && pins[pin]?.can.includes(ability);
  const found: Misfit[] = Object.entries<string>(lines ?? {}).flatMap(([line, pin]): Misfit[] => {
    const ability = line === "miso" ? "in" : "out";
    return can(pin, ability) ? [] : [[["spi", "lines", line], `"${pin}" is no pin that can "${ability}"`]];
  });
  for (const pin of takes)
    if (!Object.hasOwn(pins, pin)) found.push([["spi", "takes"], `"${pin}" is no pin of the board`]);
  if (because !== undefined && (lines !== undefined || takes.length > 0))
    found.push([["spi", "because"], "there is an SPI"]);
  return found;
}

/** The same of strips of LEDs. */
function pixelMisfits({ pixels = {}, pins }: Board): Misfit[] {
  const { pins: named = [], because } = pixels;
  if (because === undefined && areElsewhere(named, pins)) return [];
  const unfit = named.filter((pin) => !Object.hasOwn(pins, pin) || pins[pin]?.can.includes("out") !== true);
  const found = unfit.map((pin): Misfit => [["pixels", "pins"], `"${pin}" is no pin that can "out"`]);
  return because !== undefined && named.length > 0
    ? [...found, [["pixels", "because"], "there are pins for strips"]]
    : found;
}

/** On a machine, what the kernel has behind a pin and what the pin can. */
function unlike({ machine, pins }: Board, behind: "pwm" | "oneWire", ability: Ability): Misfit[] {
  if (machine === undefined) return [];
  return Object.entries(pins)
    .filter(([, { id, can }]) => Object.hasOwn(machine[behind], id) !== can.includes(ability))
    .map(([name]) => [["pins", name, "can"], `"${ability}" is there if machine.${behind} has the pin`]);
}

/** Two pins with one number. An analog input counts by itself: NodeMCU's first is 0, as is its first pin. */
function twice(pins: Board["pins"], field: "id" | "gpio"): Misfit[] {
  const owners = new Map<string, string>();
  return Object.entries(pins).flatMap(([pinName, facts]): Misfit[] => {
    const value = facts[field];
    if (value === undefined) return [];
    const key = `${value} ${facts.gpio === undefined}`;
    const owner = owners.get(key);
    owners.set(key, pinName);
    return owner === undefined ? [] : [[["pins", pinName, field], `${value} is ${owner}'s already`]];
  });
}

function drawnTwice({ headers, pins }: Board): Misfit[] {
  const drawn = [...headers.left, ...headers.right].filter((printed) => Object.hasOwn(pins, printed));
  const again = drawn.filter((printed, at) => drawn.indexOf(printed) !== at);
  return again.map((printed) => [["headers"], `the pin "${printed}" is there twice`]);
}

/** One sentence for each fault of a board's file: where, and what is allowed. Empty when it is sound. */
export function boardFaults(value: unknown): string[] {
  const { error } = board.safeParse(value);
  return (error?.issues ?? []).map(({ path, message }) => `${place(path)}: ${message}.`);
}

function place(path: readonly PropertyKey[]): string {
  return path.length === 0 ? "the board" : path.map(String).join(".");
}
