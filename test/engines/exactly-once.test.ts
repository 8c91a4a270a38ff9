// QoS 2 with the link cut after every byte, in both directions, on the first connection and on one that resumed: each
// message comes once, and at QoS 1 it comes again with DUP only. The broker model knows every rule that a client can break.
import { describe, expect, test } from "vitest";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { type Broker, createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/clock.ts";
import { createVirtualWorld } from "../../tools/sim/virtual-world.ts";
import { espruinoBinaries } from "../../tools/targets/espruino/host/binaries.ts";
import { luacCross } from "../../tools/targets/nodemcu/host/luac-cross.ts";
import { ESPRUINO, needs } from "../needs.ts";
import { type Cut, planOf } from "./cut-link.ts";
import { type Engine, espruino, NODE, nodeMcu } from "./engines.ts";
import { playInInterpreter, playInOwnVm } from "./own-vms.ts";
import { CHIP_ID, type Stage } from "./replay-world.ts";
import { ROOT, SETTINGS_RECORD } from "./session.ts";

/** A firmware that counts at QoS 2 and 1, with room for what comes while it is away. */
const FIRMWARE = "roomy-ledger";

const ENGINES: readonly Engine[] = [
  NODE,
  nodeMcu("esp8266", "5.1"),
  nodeMcu("esp32", "5.3"),
  espruino("esp32"),
];

const FIRST_LOST: Cut = { connection: 0, direction: "toPeer", afterBytes: 340 };
/** More bytes than this are the same again. */
const SWEPT_BYTES = { toPeer: 400, toDevice: 80 };
const TALK_MS = 2500;
const RECOVERY_MS = 9000;

const SWEEPS = (["toPeer", "toDevice"] as const).flatMap((direction) => [
  { direction, before: [] as readonly Cut[], which: "the first connection" },
  { direction, before: [FIRST_LOST], which: "a resumed connection" },
]);

type Sweep = (typeof SWEEPS)[number];

/** What does not hold after a life with these cuts, a sentence for each. */
function broken(stage: Stage, cuts: readonly Cut[]): string[] {
  const clock = createVirtualClock(-stage.startsAfterMs);
  const broker = createBroker({ timers: clock, payloadsDiffer: true });
  const device = stage.start(
    createVirtualWorld({
      clock,
      peer: broker.peer,
      plan: (connection) => planOf(cuts.find((cut) => cut.connection === connection)),
      storage: new Map([[SETTINGS, SETTINGS_RECORD]]),
      chipId: CHIP_ID,
    }),
  );
  clock.advance(stage.startsAfterMs);
  clock.runUntil(() => broker.received.length > 0, RECOVERY_MS);
  clock.advance(TALK_MS + RECOVERY_MS);
  device.stop();
  clock.advance(500);
  return [...gaps(broker, "once"), ...gaps(broker, "spread"), ...repeats(broker), ...broker.breaches];
}

function gaps(broker: Broker, name: string): string[] {
  const came = broker.firsts(`${ROOT}/${name}`).map(Number);
  const inOrder = came.every((count, i) => count === i + 1);
  return inOrder && came.length > 10 ? [] : [`${name} came as ${came.join(" ")}`];
}

function repeats(broker: Broker): string[] {
  return broker.repeats(`${ROOT}/once`).map((payload) => `${payload} came twice at QoS 2`);
}

function cutsOf({ before, direction }: Sweep, afterBytes: number): readonly Cut[] {
  return [...before, { connection: before.length, direction, afterBytes }];
}

describe.each(ENGINES.map((engine) => [engine.name, engine] as const))("%s", (_, engine) => {
  test.each(SWEEPS)("sends once and in order with $which cut after every byte $direction", async (sweep) => {
    const stage = await engine.stage(FIRMWARE);
    const positions = Array.from({ length: SWEPT_BYTES[sweep.direction] + 1 }, (_, afterBytes) => afterBytes);
    const failures = positions.flatMap((afterBytes) =>
      broken(stage, cutsOf(sweep, afterBytes)).map((sentence) => `after ${afterBytes} bytes: ${sentence}`),
    );
    expect(failures).toEqual([]);
  });
});

/** Some places of every sweep, where a program is started for each. */
const SAMPLE = SWEEPS.flatMap((sweep, offset) =>
  [29, 59].map((afterBytes) => cutsOf(sweep, offset * 7 + afterBytes)),
);

describe.each(luacCross())("NodeMCU's own VM, luac.cross $version", (program) => {
  test("computes the same with the link cut in the middle of handshakes", async () => {
    for (const cuts of SAMPLE) await playInOwnVm(program, FIRMWARE, (stage) => broken(stage, cuts));
  });
});

describe.each(espruinoBinaries().filter(({ jsVars }) => jsVars > 2047))(
  "Espruino's interpreter with $jsVars JsVars",
  needs(ESPRUINO),
  (binary) => {
    test("computes the same with the link cut in the middle of handshakes", async () => {
      for (const cuts of SAMPLE) await playInInterpreter(binary, FIRMWARE, (stage) => broken(stage, cuts));
    });
  },
);
