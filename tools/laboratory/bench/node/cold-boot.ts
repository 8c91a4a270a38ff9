// From power to the first PUBLISH, and one message after that: in how many writes, packets and bytes.
//
// Counts, the same on every machine. The least that MQTT 3.1.1 takes is what mqtt-packet makes of the same packets: none
// of their fields may be left out.
import { generate, type Packet, parser } from "mqtt-packet";
import { linkDrained, linkOpened, linkReceived } from "../../../../src/mqtt/link-events.ts";
import { publish } from "../../../../src/mqtt/outbox.ts";
import { prepare } from "../../../../src/mqtt/publication.ts";
import { startNodeDevice } from "../../../../src/platform/node/device.ts";
import { SETTINGS } from "../../../../src/runtime/settings.ts";
import { settingsRecord } from "../../../../src/runtime/settings-record.ts";
import { simulatedWires } from "../../../image/wiring/simulated-wires.ts";
import { watchWrites } from "../../../sim/devices/watched-writes.ts";
import { createVirtualWorld } from "../../../sim/worlds/virtual-world.ts";
import { CONNACK, createCannedBroker, publishPacket } from "../canned-broker.ts";
import climate from "../firmware/climate/device.ts";
import { type Row, rowOf } from "../row.ts";
import type { Section } from "../section.ts";
import { begin, createBenchClient } from "./bench-client.ts";
import { payloadOf, type Qos, TOPIC } from "./contenders.ts";

/** Longer than the longest first pause before connecting. */
const BOOTED_MS = 2000;

export const coldBoot: Section = {
  title: "What leaves a device: Node",
  measure: async () => [...bootRows(), ...messageRows()],
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

/** One message, out and in. Each packet is one string, handed over by one call. */
function messageRows(): Row[] {
  const written: string[] = [];
  const client = createBenchClient(() => ({
    write: (bytes) => written.push(bytes),
    close: () => {},
    drop: () => {},
  }));
  begin(client);
  linkOpened(client, 1);
  linkReceived(client, CONNACK, 1);
  const rowsOf = (what: string, act: () => void): Row[] => {
    linkDrained(client, 1);
    written.length = 0;
    act();
    const bytes = written.join("");
    return [
      countRow("write", `${what}: one string, in one call`, written.length, 1),
      countRow("byte", `${what}: as few as MQTT 3.1.1 allows`, bytes.length, leastBytes(packetsIn(bytes))),
    ];
  };
  const publishing = (qos: Qos): Row[] => {
    const publication = prepare(TOPIC, qos, true, "reject");
    return rowsOf(`PUBLISH at QoS ${qos}, 20 bytes of payload`, () =>
      publish(client, publication, payloadOf(0)),
    );
  };
  return [
    ...publishing(0),
    ...publishing(1),
    ...rowsOf("PUBACK of an incoming message", () => linkReceived(client, publishPacket(TOPIC, "on"), 1)),
  ];
}

function countRow(unit: string, name: string, ours: number, least: number, headline?: string): Row {
  return rowOf({ engine: "Node", unit, name, ours, target: { exactly: least }, headline });
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
