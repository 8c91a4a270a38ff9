// The link cut after every byte, in both directions, on the first connection and on one that resumed: what a device said it
// keeps arrives, what comes twice says so, and no packet's tail is on a new connection.
import { describe, expect, test } from "vitest";
import { espruinoBinaries } from "../../tools/targets/espruino/host/binaries.ts";
import { luacCross } from "../../tools/targets/nodemcu/host/luac-cross.ts";
import { ESPRUINO, needs } from "../needs.ts";
import { broken, CUT_FIRMWARE, type Cut, liveThrough } from "./cut-link.ts";
import { type Engine, espruino, NODE, nodeMcu } from "./engines.ts";
import { playInInterpreter, playInOwnVm } from "./own-vms.ts";
import type { Stage } from "./replay-world.ts";

const ENGINES: readonly Engine[] = [
  NODE,
  nodeMcu("esp8266", "5.1"),
  nodeMcu("esp32", "5.3"),
  espruino("esp32"),
];

/** The first connection is lost here, with messages out and one cut in the middle, when the second one is swept. */
const FIRST_LOST: Cut = { connection: 0, direction: "toPeer", afterBytes: 340 };
/** More bytes than this are the same again. */
const SWEPT_BYTES = { toPeer: 420, toDevice: 175 };

const SWEEPS = (["toPeer", "toDevice"] as const).flatMap((direction) => [
  { direction, before: [] as readonly Cut[], which: "the first connection" },
  { direction, before: [FIRST_LOST], which: "a resumed connection" },
]);

type Sweep = (typeof SWEEPS)[number];

function cutsOf({ before, direction }: Sweep, afterBytes: number): readonly Cut[] {
  return [...before, { connection: before.length, direction, afterBytes }];
}

function failures(stage: Stage, sweep: Sweep, keepsSessions: boolean): string[] {
  const positions = Array.from({ length: SWEPT_BYTES[sweep.direction] + 1 }, (_, afterBytes) => afterBytes);
  return positions.flatMap((afterBytes) => {
    const life = liveThrough(stage, cutsOf(sweep, afterBytes), keepsSessions);
    return broken(life).map((sentence) => `after ${afterBytes} bytes: ${sentence}`);
  });
}

describe.each(ENGINES.map((engine) => [engine.name, engine] as const))("%s", (_, engine) => {
  test("is heard whole when nothing is cut", async () => {
    expect(broken(liveThrough(await engine.stage(CUT_FIRMWARE), []))).toEqual([]);
  });

  test.each(SWEEPS)("loses nothing with $which cut after every byte $direction", async (sweep) => {
    expect(failures(await engine.stage(CUT_FIRMWARE), sweep, true)).toEqual([]);
  });
});

test.each(SWEEPS)(
  "A broker that keeps no session loses nothing either with $which cut after every byte $direction",
  async (sweep) => {
    expect(failures(await NODE.stage(CUT_FIRMWARE), sweep, false)).toEqual([]);
  },
);

/** From one place to the next, where a program is started for each. */
const SAMPLE_STEP = 97;

/** Some places of every sweep. */
const SAMPLE = SWEEPS.flatMap((sweep, offset) => {
  const count = Math.ceil((SWEPT_BYTES[sweep.direction] - offset * 7) / SAMPLE_STEP);
  return Array.from({ length: count }, (_, index) => cutsOf(sweep, offset * 7 + index * SAMPLE_STEP));
});

describe.each(luacCross())("NodeMCU's own VM, luac.cross $version", (program) => {
  test("computes the same with the link cut after some of the bytes", async () => {
    for (const cuts of SAMPLE) await playInOwnVm(program, CUT_FIRMWARE, (stage) => liveThrough(stage, cuts));
  });
});

describe.each(espruinoBinaries())("Espruino's interpreter with $jsVars JsVars", needs(ESPRUINO), (binary) => {
  test("computes the same with the link cut after some of the bytes", async () => {
    for (const cuts of SAMPLE)
      await playInInterpreter(binary, CUT_FIRMWARE, (stage) => liveThrough(stage, cuts));
  });
});
