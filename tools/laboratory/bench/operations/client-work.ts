// What the client alone is asked to do, as calls of its program's global functions: the same for ours and for a peer's.
import { LAST_QOS1_ID } from "../../../../src/mqtt/packet-id.ts";
import { CONNACK, puback, publishPacket } from "../canned-broker.ts";
import type { Call, Calls } from "../lua/literals.ts";

/** What each message is published to, or comes on. */
export const TOPIC = "home/room1/temp";

/** Work up to the call of the port's write: what the write itself does, a count of bytes, is taken off. */
export const ENDS_WITH_A_WRITE: readonly string[] = ["publishZero", "publishNew", "publishOne"];

export interface ClientWork {
  /** What is done, exactly. */
  name: string;
  /** One statement that comes first, in words that Lua and JavaScript share. */
  before?: string;
  /** Calls before each that do not count. */
  ahead?: Calls;
  calls: Calls;
  /** Bytes that our client writes for one. */
  written: number;
  /** How many of them can be done between two calls of `ahead`; any number without one. */
  most?: number;
}

/** Fixed header, topic and its length, packet identifier. */
const START = 2 + 2 + TOPIC.length;
const ID = 2;
/** Fixed header, an empty topic and its length, the alias and the length of the properties (MQTT 5.0, 3.3.2). */
const START_BY_ALIAS = 2 + 2 + 1 + 3;
const PUBACK_BYTES = 4;
/** Headers, client identifier, topic and payload of the will. */
const CONNECT_BYTES = 12 + 7 + 19 + 9;
/** Messages that are out at a time. */
const WINDOW = 7;

/** CONNACK of a session that the broker has kept. */
const CONNACK_PRESENT = "\x20\x02\x01\x00";

/** Twenty bytes, others for each index: Lua keeps equal strings once. */
export function twenty(index: number): string {
  return `{"celsius":${String(index).padStart(8, "0")}}`;
}

/** Six digits, others for each index. */
export function six(index: number): string {
  return String(100_000 + index);
}

type Payload = (index: number) => string;

/** The identifier of the message at `index`, counted from 0 since the program was started. */
function idOf(index: number): number {
  return (index % LAST_QOS1_ID) + 1;
}

export function publishZero(payload: Payload): ClientWork {
  return {
    name: `publish ${payload(0).length} bytes at QoS 0`,
    calls: (index) => [{ function: "publishZero", bytes: payload(index) }],
    written: START + payload(0).length,
  };
}

/** A peer makes the packet's head each time; ours was prepared ahead in the work above, and is prepared here. */
export function publishNew(payload: Payload): ClientWork {
  return {
    ...publishZero(payload),
    name: `prepare a topic and publish ${payload(0).length} bytes at QoS 0`,
    calls: (index) => [{ function: "publishNew", bytes: payload(index) }],
  };
}

/** Packet identifiers count from 1; each message has been acknowledged before the next. */
export function publishOne(payload: Payload): ClientWork {
  return {
    name: `publish ${payload(0).length} bytes at QoS 1, and take the PUBACK`,
    calls: (index) => [{ function: "publishOne", bytes: payload(index) }, receive(puback(idOf(index)))],
    written: START + ID + payload(0).length,
  };
}

/** What a client does that keeps nothing: the PUBACK is not even looked at. */
export function publishOneAlone(payload: Payload): ClientWork {
  return {
    name: `publish ${payload(0).length} bytes at QoS 1`,
    calls: (index) => [{ function: "publishOne", bytes: payload(index) }],
    written: START + ID + payload(0).length,
  };
}

/** In MQTT 5.0, by an alias that the broker was told with the message before: the topic is not in the packet. */
export function publishZeroByAlias(payload: Payload): ClientWork {
  return {
    ...publishZero(payload),
    before: 'publishZero("known")',
    written: START_BY_ALIAS + payload(0).length,
  };
}

/** The same at QoS 1. */
export function publishOneByAlias(payload: Payload): ClientWork {
  return {
    ...publishOne(payload),
    before: 'publishOne("known");receiveBytes("@\\2\\0\\1")',
    calls: (index) => [{ function: "publishOne", bytes: payload(index) }, receive(puback(idOf(index + 1)))],
    written: START_BY_ALIAS + ID + payload(0).length,
  };
}

export function receiveZero(payload: Payload, subscriptions = 1): ClientWork {
  return {
    name: `take ${payload(0).length} bytes at QoS 0 and give them to their subscriber${oneOf(subscriptions)}`,
    before: `subscribeTo(${subscriptions})`,
    calls: (index) => [receive(publishPacket(TOPIC, payload(index), { qos: 0 }))],
    written: 0,
  };
}

export function receiveOne(payload: Payload): ClientWork {
  return {
    name: `take ${payload(0).length} bytes at QoS 1, give them to their subscriber, and acknowledge`,
    before: "subscribeTo(1)",
    calls: (index) => [receive(publishPacket(TOPIC, payload(index), { id: index + 1 }))],
    written: PUBACK_BYTES,
  };
}

/** The messages are published before the count. */
export function takePuback(): ClientWork {
  return {
    name: "take a PUBACK",
    ahead: (index) => [{ function: "publishOne", bytes: twenty(index) }],
    calls: (index) => [receive(puback(idOf(index)))],
    written: START + ID + twenty(0).length,
    most: WINDOW,
  };
}

export function reconnect(): ClientWork {
  return {
    name: "lose the connection, write CONNECT, take CONNACK",
    calls: () => [...lostAndOpened, receive(CONNACK)],
    written: CONNECT_BYTES,
  };
}

/**
 * A kept session has all that was out sent once more. The oldest message is acknowledged each time, and another one put: one that
 * ended so many connections would be dropped.
 */
export function reconnectFull(): ClientWork {
  return {
    name: `lose the connection with a full ring, connect to the kept session, send ${WINDOW} messages once more, and one for one that is acknowledged`,
    before: fillRing(WINDOW + 1),
    calls: (index) => [
      ...lostAndOpened,
      receive(CONNACK_PRESENT),
      receive(puback(idOf(index))),
      { function: "publishOne", bytes: twenty(WINDOW + 1 + index) },
    ],
    written: CONNECT_BYTES + (WINDOW + 1) * (START + ID + twenty(0).length),
  };
}

/** For a ring that has room for `count` messages. */
export function keepOffline(count: number): ClientWork {
  const each = <Item>(item: (at: number) => Item): Item[] =>
    Array.from({ length: count }, (_, at) => item(at));
  return {
    name: `publish ${count} messages at QoS 1 without a connection, connect, and take their PUBACKs`,
    calls: (index) => [
      { function: "loseStream", bytes: "gone" },
      ...each((at) => ({ function: "publishOne", bytes: twenty(index * count + at) })),
      { function: "openStream", bytes: "" },
      receive(CONNACK_PRESENT),
      ...each((at) => receive(puback(idOf(index * count + at)))),
    ],
    written: CONNECT_BYTES + count * (START + ID + twenty(0).length),
  };
}

/** In a ring of `slots` that is full but for one: the cost must not hang on their number. */
export function publishOneInto(slots: number): ClientWork {
  return {
    ...publishOne(twenty),
    name: `publish 20 bytes at QoS 1 into the last of ${slots} slots, and take the PUBACK of the first`,
    before: fillRing(slots - 1),
    calls: (index) => [
      { function: "publishOne", bytes: twenty(slots + index) },
      receive(puback(idOf(index))),
    ],
  };
}

const lostAndOpened: readonly Call[] = [
  { function: "loseStream", bytes: "gone" },
  { function: "openStream", bytes: "" },
];

function receive(bytes: string): Call {
  return { function: "receiveBytes", bytes };
}

function fillRing(count: number): string {
  return Array.from({ length: count }, (_, index) => `publishOne('${twenty(index)}')`).join(";");
}

function oneOf(subscriptions: number): string {
  return subscriptions === 1 ? "" : `, one of ${subscriptions}`;
}

/** The client has to have written what the work makes it write; else it went another way. */
export function requireWritten(engine: string, work: ClientWork, count: number, written: number): void {
  const wanted = count * work.written;
  if (written === wanted) return;
  throw new Error(`${engine} wrote ${written} bytes, not ${wanted}, in ${count} times: ${work.name}`);
}
