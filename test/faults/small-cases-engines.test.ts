// Small cases on every other engine, their connection broken behind each byte: the client writes there what
// it wrote on Node, and ends as it did.
import { describe, expect, test } from "vitest";
import { espruinoBinaries } from "../../tools/laboratory/hosts/espruino/binaries.ts";
import {
  playInInterpreter,
  type SessionEngine,
  sessionInContext,
  sessionInLua,
} from "../../tools/laboratory/soak/session/engines.ts";
import type { TapedCall } from "../../tools/laboratory/soak/session/tape.ts";
import { atGate } from "../everything.ts";
import { ESPRUINO, needs } from "../needs.ts";
import { breakEverywhere, type Case, check, type End, PACES, QUALITIES, VERSIONS } from "./small-case.ts";

const ENGINES: readonly { name: string; start: () => Promise<SessionEngine> }[] = [
  { name: "Lua 5.1", start: () => sessionInLua("5.1") },
  { name: "Lua 5.3", start: () => sessionInLua("5.3") },
  { name: "the context of Espruino", start: sessionInContext },
];

/** Node tries them all (small-cases.test.ts). */
const BYTES_APART = atGate(4, 1);

/** Each case with its connection cut behind so many bytes, the broker's session kept or lost. */
function takeAll(cases: Omit<Case, "isForgotten" | "cut">, take: (smallCase: Case) => End): void {
  for (const isForgotten of [false, true])
    breakEverywhere({ ...cases, isForgotten }, ["cut"], take, BYTES_APART);
}

describe.each(ENGINES)("in $name", ({ start }) => {
  test.each(VERSIONS)("every small case in MQTT %s ends as on Node", async (version) => {
    const engine = await start();
    let played = 0;
    const take = (smallCase: Case) => {
      const end = check(smallCase);
      expect(engine.play(end.tape), JSON.stringify(smallCase)).toBe("");
      played += 1;
      return end;
    };
    for (const qos of QUALITIES) for (const pace of PACES) takeAll({ version, qos, pace }, take);
    expect(played).toBeGreaterThan(3000 / BYTES_APART);
  });

  test("a different byte is reported", async () => {
    const engine = await start();
    const { tape } = check({ version: "5.0", qos: [1, 2, 1], pace: "late", isForgotten: false });
    const at = tape.findIndex(({ what }) => what === "publish");
    const changed = tape.map((call, index) => (index === at ? { ...call, answer: `${call.answer}!` } : call));
    expect(engine.play(changed)).toContain(`Call ${at + 1} of ${tape.length}, publish(`);
  });
});

/** JsVars beside the program and a tape. */
const ROOM_FOR_PROGRAM = 4000;
/** From its flash, as on a board, a real interpreter needs a second for one: it plays one of so many. */
const APART_FROM_FLASH = 20;

const PLACES = espruinoBinaries().map((binary) =>
  binary.jsVars < ROOM_FOR_PROGRAM
    ? { binary, name: binary.name, place: "flash" as const, apart: APART_FROM_FLASH }
    : { binary, name: binary.name, place: "memory" as const, apart: 1 },
);

describe.each(PLACES)("in a real $name, from its $place", needs(ESPRUINO), ({ binary, place, apart }) => {
  test.each(VERSIONS)("small cases in MQTT %s end as on Node", async (version) => {
    const tapes: TapedCall[][] = [];
    const take = (smallCase: Case) => {
      const end = check(smallCase);
      tapes.push(end.tape);
      return end;
    };
    takeAll({ version, qos: [2, 1, 2], pace: "in another order" }, take);
    const some = tapes.filter((_, index) => index % apart === 0);
    expect(await playInInterpreter(binary, some, place)).toBe("");
  });
});
