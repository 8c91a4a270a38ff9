// A day of a garden on the wire: a hundred soil sensors, one value each five minutes, all that TCP carries for them both ways.
//
// Connecting and pings are in it, TCP's own headers are not. Each device connects once, as one that stays awake does.
import { createLines } from "../../../../src/platform/node/circuit.ts";
import { startNodeDevice } from "../../../../src/platform/node/device.ts";
import { SETTINGS } from "../../../../src/runtime/settings.ts";
import { settingsRecord } from "../../../../src/runtime/settings-record.ts";
import { simulatedWires } from "../../../image/wiring/simulated-wires.ts";
import { createBroker } from "../../../sim/broker/broker.ts";
import { createVirtualClock } from "../../../sim/worlds/clock.ts";
import { createVirtualWorld } from "../../../sim/worlds/virtual-world.ts";
import bed from "../firmware/garden/device.ts";
import { exact, peerRow, type Row, type Target } from "../row.ts";
import type { Section } from "../section.ts";

const SENSORS = 100;
const DAY_MS = 86_400_000;

/** 288 messages a day and sensor, of 50 bytes: what a lesson on low-power networks computes for this garden. */
const LESSON_BYTES = 1_440_000;
const LESSON = "a lesson's figure for MQTT";
/** The same by HTTP: 700 bytes a message. */
const LESSON_HTTP_BYTES = 20_160_000;
const LESSON_HTTP = "a lesson's figure for HTTP";

export const garden: Section = {
  title: "On the wire: a day of a garden, a hundred soil sensors with a value each five minutes",
  words: ["node", "mqtt5"],
  isGate: true,
  isExact: true,
  measure: async () => [...rows(3, 750_000), ...rows(5, 400_000)],
};

function rows(mqtt: 3 | 5, atMost: number): Row[] {
  const { toBroker, toDevice } = dayOf(mqtt);
  const bytes = SENSORS * (toBroker.length + toDevice.length);
  const name = mqtt === 3 ? "in MQTT 3.1.1" : "in MQTT 5.0, with topic aliases";
  const beside = (peer: string, value: number, target?: Target) =>
    exact(peerRow("Node", "byte", name, bytes, { peer, value }, target));
  return [beside(LESSON, LESSON_BYTES, { atMost }), beside(LESSON_HTTP, LESSON_HTTP_BYTES)];
}

/** All that one device and its broker write in a day. */
export function dayOf(mqtt: 3 | 5): { toBroker: string; toDevice: string } {
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const written = { toBroker: "", toDevice: "" };
  const circuit = createLines();
  circuit.feed("probe", () => 2200);
  const settings = settingsRecord({ host: "broker", id: "bed-0001", root: "bed/0001" });
  const world = createVirtualWorld({
    clock,
    circuit,
    storage: new Map([[SETTINGS, settings]]),
    peer(end, to) {
      const events = broker.peer(
        {
          ...end,
          write(bytes) {
            written.toDevice += bytes;
            end.write(bytes);
          },
        },
        to,
      );
      return {
        ...events,
        received(bytes) {
          written.toBroker += bytes;
          events.received(bytes);
        },
      };
    },
  });
  startNodeDevice(world, { ...bed, mqtt }, simulatedWires(bed));
  clock.advance(DAY_MS);
  return written;
}
