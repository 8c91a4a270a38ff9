// Sessions by random schedules on every other engine: what the client answers there is what it answered on
// Node, where a model judges it.
import { describe, expect, test } from "vitest";
import { espruinoBinaries } from "../../tools/laboratory/hosts/espruino/binaries.ts";
import {
  playInInterpreter,
  type SessionEngine,
  sessionInContext,
  sessionInLua,
  sessionInNode,
} from "../../tools/laboratory/soak/session/engines.ts";
import { liveSession } from "../../tools/laboratory/soak/session/life.ts";
import { liveLong, liveSoundly, liveThrough } from "../../tools/laboratory/soak/session/proof.ts";
import { drawSchedule } from "../../tools/laboratory/soak/session/schedule.ts";
import { atGate } from "../everything.ts";
import { ESPRUINO, needs } from "../needs.ts";

const FIRST_SEED = 100_000;
const SCHEDULES = atGate(250, 1000);
/** From its flash, as on a board, a real interpreter needs half a second for one. */
const FROM_FLASH = 60;
/** JsVars beside the program and a tape. */
const ROOM_FOR_PROGRAM = 4000;

const ENGINES: readonly { name: string; start: () => Promise<SessionEngine> }[] = [
  { name: "Lua 5.1", start: () => sessionInLua("5.1") },
  { name: "Lua 5.3", start: () => sessionInLua("5.3") },
  { name: "the context of Espruino", start: sessionInContext },
];

describe.each([{ name: "Node", start: async () => sessionInNode }, ...ENGINES])("on $name", ({ start }) => {
  test("hundreds of lost connections leave nothing in memory", async () => {
    expect(liveLong(FIRST_SEED, await start())["connections in long lives"]).toBeGreaterThan(500);
  });
});

test("a growing client is reported", () => {
  let held = 0;
  expect(() => liveLong(FIRST_SEED, { ...sessionInNode, held: () => (held += 100) })).toThrow(
    /it held 100 behind \d+ connections, and 200 behind/,
  );
});

describe.each(ENGINES)("in $name", ({ start }) => {
  test(`${SCHEDULES} sessions keep their word as on Node`, async () => {
    const { schedules } = liveThrough(FIRST_SEED, SCHEDULES, await start());
    expect(schedules).toBe(SCHEDULES);
  });

  test("a client that answers differently is reported with the call", async () => {
    const engine = await start();
    const { tape } = liveSession(drawSchedule(FIRST_SEED));
    const at = tape.findLastIndex(({ what }) => what === "publish");
    const changed = tape.map((call, index) => (index === at ? { ...call, text: `${call.text}!` } : call));
    expect(engine.play(tape)).toBe("");
    expect(engine.play(changed)).toContain(`Call ${at + 1} of ${tape.length}, publish(`);
  });
});

test("a failing schedule is reported in its shortest form with its seed", () => {
  const engine: SessionEngine = {
    name: "an engine that cannot do without a network",
    play: (tape) =>
      tape.some(({ what, number }) => what === "network" && number === 0) ? "It stood still." : "",
    held: () => 0,
  };
  const seed = Array.from({ length: 100 }, (_, index) => index).find((candidate) =>
    drawSchedule(candidate).steps.some((step) => step.do === "lose the network"),
  ) as number;
  const sentence = `A session broke its word in ${engine.name}:\n  It stood still.\nby the schedule\n  seed ${seed}\n  lose the network for`;
  expect(() => liveSoundly(drawSchedule(seed), engine)).toThrow(sentence);
});

const PLACES = espruinoBinaries().map((binary) =>
  binary.jsVars < ROOM_FOR_PROGRAM
    ? { binary, name: binary.name, place: "flash" as const, schedules: FROM_FLASH }
    : { binary, name: binary.name, place: "memory" as const, schedules: SCHEDULES },
);

test.each(PLACES)(
  "in a real $name, from its $place, $schedules sessions match Node",
  needs(ESPRUINO),
  async ({ binary, place, schedules }) => {
    const seeds = Array.from({ length: schedules }, (_, index) => FIRST_SEED + index);
    const tapes = seeds.map((seed) => liveSoundly(drawSchedule(seed)).tape);
    expect(await playInInterpreter(binary, tapes, place)).toBe("");
  },
);
