// What an operation costs when what it works on is ten times as large: it should cost the same.
import { linkDrained, linkOpened, linkReceived } from "../../../../src/mqtt/link-events.ts";
import { publish } from "../../../../src/mqtt/outbox.ts";
import { LAST_QOS1_ID } from "../../../../src/mqtt/packet-id.ts";
import { prepare } from "../../../../src/mqtt/publication.ts";
import { type Subscriber, subscribe } from "../../../../src/mqtt/subscriptions.ts";
import { CONNACK, puback, publishPacket } from "../canned-broker.ts";
import { peerRow, type Row, type Target } from "../row.ts";
import type { Section } from "../section.ts";
import { payloadOf } from "./contender.ts";
import { cpuMicroseconds, inTurn, middlePair } from "./pairs.ts";
import { begin, createBenchClient } from "./ringmote.ts";

export interface GrowthEffort {
  rounds: number;
  /** Operations of each size in each round. */
  operations: number;
}

/** Does one operation on what was made once. */
type Operation = () => void;

const SUBSCRIPTIONS = [1, 10, 100, 1000];
const SLOTS = [8, 80, 800];
/** In a microsecond. */
const NANOSECONDS = 1000;
const MESSAGE_BYTES = 20;
/** As many different ones come in whatever the size: what differs is what they are routed among. */
const MESSAGES = 1000;
/** The same, as far as a time can tell. */
const AS_MUCH: Target = { ratioAtMost: 1.25 };

export const growth: Section = {
  title: "Ten times as large: Node",
  words: ["node-growth"],
  subject: "the client in Node",
  measure: async () => growthRows({ rounds: 21, operations: 40_000 }),
};

export async function growthRows(effort: GrowthEffort): Promise<Row[]> {
  return [
    ...(await rowsOf(
      "take a PUBLISH at QoS 0 and route it among subscriptions:",
      SUBSCRIPTIONS,
      routing,
      effort,
    )),
    ...(await rowsOf(
      "publish at QoS 1 and take a PUBACK, the ring being full; its slots:",
      SLOTS,
      fullRing,
      effort,
    )),
  ];
}

async function rowsOf(
  what: string,
  sizes: readonly number[],
  create: (size: number) => Operation,
  { rounds, operations }: GrowthEffort,
): Promise<Row[]> {
  const cost = (operation: Operation): Promise<number> =>
    cpuMicroseconds(() => {
      for (let i = 0; i < operations; i += 1) operation();
    });
  const rows: Row[] = [];
  for (const [index, size] of sizes.entries()) {
    const tenth = sizes[index - 1];
    if (tenth === undefined) continue;
    const operation = create(size);
    const smaller = create(tenth);
    const pairs = await inTurn(
      rounds + 1,
      () => cost(operation),
      () => cost(smaller),
    );
    const { ours, theirs } = middlePair(pairs.slice(1));
    const itself = { peer: `itself with ${tenth}`, value: (theirs * NANOSECONDS) / operations };
    rows.push(
      peerRow(
        "Node",
        "CPU nanosecond",
        `${what} ${size}`,
        (ours * NANOSECONDS) / operations,
        itself,
        AS_MUCH,
      ),
    );
  }
  return rows;
}

/** A connected client that subscribed to `size` topics; messages come in to all of them in turn. */
function routing(size: number): Operation {
  const client = connectedClient();
  const subscriber: Subscriber = { deliver: () => {} };
  const topics = Array.from({ length: size }, (_, index) => `home/room-${1000 + index}/heater/set`);
  for (const topic of topics) subscribe(client, topic, 0, subscriber);
  const packets = Array.from({ length: MESSAGES }, (_, index) =>
    publishPacket(topics[index % size] as string, payloadOf(index), { qos: 0 }),
  );
  let turn = 0;
  return () => {
    linkReceived(client, packets[turn] as string, 1);
    turn = turn + 1 === MESSAGES ? 0 : turn + 1;
  };
}

/** A connected client whose ring of `size` slots is full: the oldest is acknowledged, and a new one is put. */
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
  const client = createBenchClient(() => stream, { slots, bytes, packetBytes: 1000, linkBytes: 65_536 });
  begin(client);
  linkOpened(client, 1);
  linkReceived(client, CONNACK, 1);
  linkDrained(client, 1);
  return client;
}
