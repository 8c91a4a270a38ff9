// The growth of an operation's cost when the data that it works on are ten times as
// large: it should cost the same.
import { linkDrained, linkOpened, linkReceived } from "../../../../src/mqtt/link-events.ts";
import { publish } from "../../../../src/mqtt/outbox.ts";
import { LAST_QOS1_ID } from "../../../../src/mqtt/packet-id.ts";
import { prepare } from "../../../../src/mqtt/publication.ts";
import { type Subscriber, subscribe } from "../../../../src/mqtt/subscriptions.ts";
import { CONNACK, cannedPublish, puback } from "../canned-broker.ts";
import { benchRow, type Row } from "../row.ts";
import type { Section } from "../section.ts";
import { begin, createBenchClient } from "./bench-client.ts";
import { benchPayload } from "./contenders.ts";
import { cpuMicroseconds, inTurn, middlePair } from "./pairs.ts";

interface GrowthEffort {
  rounds: number;
  /** Operations of each size in each round. */
  operations: number;
}

/** Does one operation on what was made once. */
type Operation = () => void;

const MESSAGE_BYTES = 20;
/** As many different ones come in whatever the size: what differs is what they are routed among. */
const MESSAGES = 1000;
/** In a microsecond. */
const NANOSECONDS = 1000;

export const growth: Section = {
  title: "Ten times as large: Node",
  subject: "the client in Node",
  measure: async () => growthRows({ rounds: 21, operations: 40_000 }),
};

async function growthRows(effort: GrowthEffort): Promise<Row[]> {
  const ring = "publish at QoS 1 and take a PUBACK, the ring being full; its slots:";
  const routed = "take a PUBLISH at QoS 0 and route it among subscriptions:";
  return [
    await growthRow(ring, 800, fullRing, "Node: a ring of 800 slots", effort),
    await growthRow(routed, 1000, routing, "Node: 1,000 subscriptions", effort),
  ];
}

/** The first round of each is warm-up. */
async function growthRow(
  what: string,
  size: number,
  create: (size: number) => Operation,
  headline: string,
  { rounds, operations }: GrowthEffort,
): Promise<Row> {
  const cost = (operation: Operation) => (): Promise<number> =>
    cpuMicroseconds(() => {
      for (let i = 0; i < operations; i += 1) operation();
    });
  const pairs = await inTurn(rounds + 1, cost(create(size)), cost(create(size / 10)));
  const { ours, theirs } = middlePair(pairs.slice(1));
  return benchRow({
    engine: "Node",
    unit: "CPU nanosecond",
    name: `${what} ${size}`,
    ours: (ours * NANOSECONDS) / operations,
    peer: `itself with ${size / 10}`,
    value: (theirs * NANOSECONDS) / operations,
    // The same, as far as a time can tell.
    target: { ratioAtMost: 1.25 },
    headline,
  });
}

/** A connected client that subscribed to `size` topics; messages come in to all of them in turn. */
function routing(size: number): Operation {
  const client = connectedClient();
  const subscriber: Subscriber = { deliver: () => {} };
  const topics = Array.from({ length: size }, (_, index) => `home/room-${1000 + index}/heater/set`);
  for (const topic of topics) subscribe(client, topic, 0, subscriber);
  const packets = Array.from({ length: MESSAGES }, (_, index) =>
    cannedPublish(topics[index % size] as string, benchPayload(index), { qos: 0 }),
  );
  let turn = 0;
  return () => {
    linkReceived(client, packets[turn] as string, 1);
    turn = turn + 1 === MESSAGES ? 0 : turn + 1;
  };
}

/**
 * A connected client whose ring of `size` slots is full: the oldest is acknowledged, and a new one is put.
 */
function fullRing(size: number): Operation {
  const client = connectedClient({ slots: size, bytes: size * MESSAGE_BYTES });
  const publication = prepare("home/room/temperature", 1, true, "reject");
  const payload = "x".repeat(MESSAGE_BYTES);
  let id = 0;
  for (let i = 0; i < size; i += 1) publish(client, publication, payload);
  return () => {
    id = id === LAST_QOS1_ID ? 1 : id + 1;
    linkReceived(client, puback(id), 1);
    linkDrained(client, 1);
    if (publish(client, publication, payload) !== "kept")
      throw new Error("The ring of the bench has no room.");
  };
}

function connectedClient({ slots = 8, bytes = 1000 } = {}) {
  const stream = { write: () => {}, close: () => {}, drop: () => {} };
  const client = createBenchClient(() => stream, 3, { slots, bytes, packetBytes: 1000, linkBytes: 65_536 });
  begin(client);
  linkOpened(client, 1);
  linkReceived(client, CONNACK, 1);
  linkDrained(client, 1);
  return client;
}
