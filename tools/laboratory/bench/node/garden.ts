// A day of a garden on the wire: a hundred soil sensors, one value each five minutes, all that TCP carries
// for them both ways.
//
// Connecting and pings are in it, TCP's own headers are not. Each device connects once, as one that stays
// awake does.
import { createLines } from "../../../../src/platform/node/circuit.ts";
import { startNodeDevice } from "../../../../src/platform/node/device.ts";
import { SETTINGS } from "../../../../src/runtime/settings.ts";
import { settingsRecord } from "../../../../src/runtime/settings-record.ts";
import { simulatedWires } from "../../../image/wiring/simulated-wires.ts";
import { createBroker } from "../../../sim/broker/broker.ts";
import { createVirtualClock } from "../../../sim/worlds/clock.ts";
import { createVirtualWorld } from "../../../sim/worlds/virtual-world.ts";
import bed from "../firmware/garden/device.ts";
import { benchRow, type Row } from "../row.ts";
import type { Section } from "../section.ts";

const SENSORS = 100;
const DAY_MS = 86_400_000;

/**
 * 288 messages a day and sensor, of 50 bytes: what a lesson on low-power networks computes for this garden.
 */
const LESSON_BYTES = 1_440_000;

export const garden: Section = {
  title: "On the wire: a day of a garden, a hundred soil sensors with a value each five minutes",
  measure: async () => [
    dayRow(3, "in MQTT 3.1.1", 750_000, "A day of a hundred soil sensors, all bytes of TCP"),
    dayRow(5, "in MQTT 5.0, with topic aliases", 400_000, "The same in MQTT 5.0, with topic aliases"),
  ],
};

function dayRow(mqtt: 3 | 5, name: string, atMost: number, headline: string): Row {
  const { toBroker, toDevice } = dayOf(mqtt);
  const ours = SENSORS * (toBroker.length + toDevice.length);
  const lesson = { peer: "a lesson's figure for MQTT", value: LESSON_BYTES };
  return benchRow({ engine: "Node", unit: "byte", name, ours, ...lesson, target: { atMost }, headline });
}

/** All that one device and its broker write in a day. */
function dayOf(mqtt: 3 | 5): { toBroker: string; toDevice: string } {
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
