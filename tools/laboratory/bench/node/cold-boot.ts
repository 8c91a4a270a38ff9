// From power to the first PUBLISH: in how many writes, packets and bytes.
//
// Counts, the same on every machine. The least that MQTT 3.1.1 takes is what mqtt-packet makes of the same
// packets: none of their fields may be left out.
import { generate, type Packet, parser } from "mqtt-packet";
import { startNodeDevice } from "../../../../src/platform/node/device.ts";
import { SETTINGS } from "../../../../src/runtime/settings.ts";
import { settingsRecord } from "../../../../src/runtime/settings-record.ts";
import { simulatedWires } from "../../../image/wiring/simulated-wires.ts";
import { watchWrites } from "../../../sim/devices/watched-writes.ts";
import { createVirtualWorld } from "../../../sim/worlds/virtual-world.ts";
import { createCannedBroker } from "../canned-broker.ts";
import climate from "../firmware/climate/device.ts";
import { benchRow, type Row } from "../row.ts";
import type { Section } from "../section.ts";

/** Longer than the longest first pause before connecting. */
const BOOTED_MS = 2000;

export const coldBoot: Section = {
  title: "What leaves a device: Node",
  measure: async () => bootRows(),
};

/** What the climate device sends until its first PUBLISH has left. */
function bootRows(): Row[] {
  const writes = writesOfColdBoot();
  const first = writes.findIndex((bytes) => packetsIn(bytes).some(({ cmd }) => cmd === "publish"));
  const bytes = writes.slice(0, first + 1).join("");
  const packets = packetsIn(bytes);
  const name = "climate device, from power to its first PUBLISH";
  return [
    countRow(
      "write",
      `${name}: CONNECT, then SUBSCRIBE and birth together`,
      first + 1,
      2,
      "Cold boot to the first PUBLISH",
    ),
    countRow("packet", `${name}: CONNECT, SUBSCRIBE, PUBLISH`, packets.length, 3),
    countRow("byte", `${name}: as few as MQTT 3.1.1 allows`, bytes.length, leastBytes(packets)),
  ];
}

function writesOfColdBoot(): string[] {
  const writes: string[] = [];
  const storage = new Map([[SETTINGS, settingsRecord({ host: "broker" })]]);
  const world = createVirtualWorld({
    storage,
    peer: (end) => {
      const broker = createCannedBroker({ write: end.write });
      return { received: broker.received, closed: () => {} };
    },
  });
  watchWrites(world, () => (bytes) => void writes.push(bytes));
  startNodeDevice(world, climate, simulatedWires(climate));
  world.clock.advance(BOOTED_MS);
  return writes;
}

function countRow(unit: string, name: string, ours: number, least: number, headline?: string): Row {
  return benchRow({ engine: "Node", unit, name, ours, target: { exactly: least }, headline });
}

/** Whole packets, read by mqtt-packet. */
function packetsIn(bytes: string): Packet[] {
  const packets: Packet[] = [];
  const reader = parser({ protocolVersion: 4 });
  reader.on("packet", (packet) => packets.push(packet));
  reader.on("error", (error) => {
    throw error;
  });
  reader.parse(Buffer.from(bytes, "latin1"));
  return packets;
}

function leastBytes(packets: readonly Packet[]): number {
  return packets.reduce((sum, packet) => sum + generate(packet).length, 0);
}
