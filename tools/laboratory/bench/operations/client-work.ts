// Work for the client alone, as calls of its program's global functions (client-globals.d.ts): the same for
// ours and for a peer's, in Lua and in an Espruino.
import { LAST_QOS1_ID } from "../../../../src/mqtt/packet-id.ts";
import { CONNACK, cannedPublish, puback } from "../canned-broker.ts";

interface Call {
  /** A global function of the program. */
  function: string;
  /** Its one argument: another one each time, as Lua keeps equal strings once. */
  bytes: string;
}

/** The calls of the work at `index`, counted from 0 since the program was started. */
export type Calls = (index: number) => readonly Call[];

export interface Work {
  /** What is done, exactly. */
  name: string;
  /** One statement that comes first, in words that Lua and JavaScript share. */
  before?: string;
  /** Calls before each that do not count. */
  ahead?: Calls;
  calls: Calls;
  /** Bytes that our client writes for one. */
  written: number;
  /** Bytes of payload that our client gives to its subscribers for one; 0 without it. */
  delivered?: number;
  /** How many of them can be done between two calls of `ahead`, or in one batch; any number without one. */
  most?: number;
  /** Messages of one: the figure is for each of them. */
  messages?: number;
}

/** What each message is published to. */
export const TOPIC = topicOf(1);
const PAYLOAD_BYTES = 20;

/** Work up to the call of the port's write: what the write itself does, a count of bytes, is taken off. */
const ENDS_WITH_A_WRITE: readonly string[] = ["publishZero", "publishNew", "publishOne"];

/** What is called in place of a function, so that what calling costs can be taken off. */
export function emptyOf(name: string): string {
  return ENDS_WITH_A_WRITE.includes(name) ? "writeBytes" : "doNothing";
}

/**
 * Fixed header, topic and its length, payload; in MQTT 5.0 an empty topic and its length, the alias and the
 * length of the properties.
 */
const MESSAGE_BYTES = 2 + 2 + TOPIC.length + PAYLOAD_BYTES;
const ALIASED_BYTES = 2 + 2 + 1 + 3 + PAYLOAD_BYTES;
const ID_BYTES = 2;
const PUBACK_BYTES = 4;
/** Headers, client identifier, topic and payload of the will. */
const CONNECT_BYTES = 12 + 7 + 19 + 9;
/** Messages that are out at a time. */
const WINDOW = 7;

/** CONNACK of a session that the broker has kept. */
const CONNACK_PRESENT = "\x20\x02\x01\x00";

/** Twenty bytes, others for each index. */
function payloadOf(index: number): string {
  return `{"celsius":${String(index).padStart(8, "0")}}`;
}

const lostAndOpened = [call("loseStream", "gone"), call("openStream", "")];

export const publishZero: Work = {
  name: "publish 20 bytes at QoS 0",
  calls: (index) => [call("publishZero", payloadOf(index))],
  written: MESSAGE_BYTES,
};

/**
 * A peer makes the packet's head each time; ours was prepared ahead in the work above, and makes it of the
 * topic here.
 */
export const publishNew: Work = {
  ...publishZero,
  name: "publish 20 bytes at QoS 0 to a topic that is not prepared",
  calls: (index) => [call("publishNew", payloadOf(index))],
};

/** What a client does that keeps nothing: the PUBACK is not even looked at. */
export const publishOneAlone: Work = {
  name: "publish 20 bytes at QoS 1",
  calls: (index) => [call("publishOne", payloadOf(index))],
  written: MESSAGE_BYTES + ID_BYTES,
};

/** Packet identifiers count from 1; each message has been acknowledged before the next. */
export const publishOne: Work = {
  name: "publish 20 bytes at QoS 1, and take the PUBACK",
  calls: (index) => [...publishOneAlone.calls(index), pubackOf(index)],
  written: MESSAGE_BYTES + ID_BYTES,
};

/**
 * In MQTT 5.0, by an alias that the broker was told with the message before: the topic is not in the packet.
 */
export const publishZeroByAlias: Work = {
  ...publishZero,
  name: "publish 20 bytes at QoS 0 in MQTT 5.0, by a topic alias",
  before: 'publishZero("known")',
  written: ALIASED_BYTES,
};

export const publishOneByAlias: Work = {
  name: "publish 20 bytes at QoS 1 in MQTT 5.0, by a topic alias, and take the PUBACK",
  before: 'publishOne("known");receiveBytes("@\\2\\0\\1")',
  calls: (index) => [...publishOneAlone.calls(index), pubackOf(index + 1)],
  written: ALIASED_BYTES + ID_BYTES,
};

/** For the subscription that was made last: a list is searched from its front. */
export function receiveZero(subscriptions = 1): Work {
  const topic = topicOf(subscriptions);
  return {
    name: `take 20 bytes at QoS 0 and give them to their subscriber${subscriptions === 1 ? "" : `, the last of ${subscriptions}`}`,
    before: `subscribeTo(${subscriptions})`,
    calls: (index) => [receive(cannedPublish(topic, payloadOf(index), { qos: 0 }))],
    written: 0,
    delivered: PAYLOAD_BYTES,
  };
}

export const receiveOne: Work = {
  name: "take 20 bytes at QoS 1, give them to their subscriber, and acknowledge",
  before: "subscribeTo(1)",
  calls: (index) => [receive(cannedPublish(TOPIC, payloadOf(index), { id: index + 1 }))],
  written: PUBACK_BYTES,
  delivered: PAYLOAD_BYTES,
};

/** The messages are published before the count. */
export const takePuback: Work = {
  name: "take a PUBACK",
  ahead: publishOneAlone.calls,
  calls: (index) => [pubackOf(index)],
  written: MESSAGE_BYTES + ID_BYTES,
  most: WINDOW,
};

export const reconnect: Work = {
  name: "lose the connection, write CONNECT, take CONNACK",
  calls: () => [...lostAndOpened, receive(CONNACK)],
  written: CONNECT_BYTES,
};

/**
 * A kept session has all that was out sent once more. The oldest message is acknowledged each time, and
 * another one put: one that ended so many connections would be dropped.
 */
export const reconnectFull: Work = {
  name: `lose the connection with a full ring, connect to the kept session, send ${WINDOW} messages once more, and one for one that is acknowledged`,
  before: fillRing(WINDOW + 1),
  calls: (index) => [
    ...lostAndOpened,
    receive(CONNACK_PRESENT),
    pubackOf(index),
    ...publishOneAlone.calls(WINDOW + 1 + index),
  ],
  written: CONNECT_BYTES + (WINDOW + 1) * (MESSAGE_BYTES + ID_BYTES),
};

/** For a ring that has room for `messages`. */
export function keepOffline(messages: number): Work {
  const each = <Item>(item: (at: number) => Item): Item[] =>
    Array.from({ length: messages }, (_, at) => item(at));
  return {
    name: `publish ${messages} messages at QoS 1 without a connection, connect, and take their PUBACKs, for each of them`,
    calls: (index) => [
      call("loseStream", "gone"),
      ...each((at) => call("publishOne", payloadOf(index * messages + at))),
      call("openStream", ""),
      receive(CONNACK_PRESENT),
      ...each((at) => pubackOf(index * messages + at)),
    ],
    written: CONNECT_BYTES + messages * (MESSAGE_BYTES + ID_BYTES),
    most: 1,
    messages,
  };
}

/** In a ring of `slots` that is full but for one: the cost must not hang on their number. */
export function publishOneInto(slots: number): Work {
  return {
    ...publishOne,
    name: `publish 20 bytes at QoS 1 into the last of ${slots} slots, and take the PUBACK of the first`,
    before: fillRing(slots - 1),
    calls: (index) => [...publishOneAlone.calls(slots + index), pubackOf(index)],
  };
}

function call(name: string, bytes: string): Call {
  return { function: name, bytes };
}

function receive(bytes: string): Call {
  return call("receiveBytes", bytes);
}

/** Of the message at `index`, counted from 0 since the program was started. */
function pubackOf(index: number): Call {
  return receive(puback((index % LAST_QOS1_ID) + 1));
}

function topicOf(room: number): string {
  return `home/room${room}/temp`;
}

function fillRing(count: number): string {
  return Array.from({ length: count }, (_, index) => `publishOne('${payloadOf(index)}')`).join(";");
}
