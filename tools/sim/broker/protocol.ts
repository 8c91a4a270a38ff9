// What the broker model has to know of a version of the protocol: its packets as bytes, and its codes. MQTT 3.1.1 is here;
// another version is another record of these, and nothing else in this folder asks which one a client speaks.
//
// Inside the model all text is byte strings; mqtt-packet's text is JavaScript's, and is converted here.
import { generate, type IConnectPacket, type Packet, type Parser, parser } from "mqtt-packet";
import type { Message } from "./message.ts";

export interface Protocol {
  level: 4;
  /** Reads one whole packet. */
  read: (bytes: string) => Packet | Unreadable;
  write: (packet: Packet) => string;
  /** The will in a CONNECT. */
  willOf: (connect: IConnectPacket) => Message | undefined;
  /** Return codes of CONNACK (3.2.2.3). */
  accepted: number;
  badLevel: number;
  badIdentifier: number;
  unavailable: number;
  /** The code in a SUBACK of a filter that is refused (3.9.3). */
  refusedFilter: number;
}

/** Why bytes are no packet. */
export interface Unreadable {
  cmd: "unreadable";
  why: "malformed" | "notCanonical" | "passwordAlone" | "zeroIdentifier" | "badLevel";
  words: string;
}

const CONNECT = 1;
const PUBLISH = 3;
const PASSWORD_FLAG = 0x40;
const USER_NAME_FLAG = 0x80;
/** Where a CONNECT for "MQTT" has its level and its flags, counted from behind the remaining length. */
const LEVEL_AT = 6;
const FLAGS_AT = 7;

/** MQTT 3.1.1 for one connection. */
export function createMqtt311(): Protocol {
  const options = { protocolVersion: 4 };
  let found: Packet | Unreadable | undefined;
  const reader: Parser = parser(options);
  reader.on("packet", (packet) => {
    found = packet;
  });
  reader.on("error", (error: Error) => {
    found = unreadable("malformed", error.message);
  });

  function read(bytes: string): Packet | Unreadable {
    const kind = bytes.charCodeAt(0) >> 4;
    const body = bodyAt(bytes);
    if (kind === CONNECT && bytes.substring(body, body + LEVEL_AT) === "\0\x04MQTT") {
      if (bytes.charCodeAt(body + LEVEL_AT) !== 4)
        return unreadable("badLevel", `level ${bytes.charCodeAt(body + LEVEL_AT)}`);
      const flags = bytes.charCodeAt(body + FLAGS_AT);
      if ((flags & PASSWORD_FLAG) !== 0 && (flags & USER_NAME_FLAG) === 0)
        return unreadable("passwordAlone", "");
    }
    found = undefined;
    reader.parse(Buffer.from(bytes, "latin1"));
    const packet = found as Packet | Unreadable | undefined;
    if (packet === undefined) return unreadable("malformed", "the packet ends too early");
    if (packet.cmd === "unreadable") return packet;
    if (packet.messageId === 0) return unreadable("zeroIdentifier", packet.cmd.toUpperCase());
    if (!isCanonical(packet, bytes, body, kind === PUBLISH))
      return unreadable("notCanonical", packet.cmd.toUpperCase());
    return inBytes(packet);
  }

  /** Written again, are they the same bytes? What is not was ill-formed UTF-8, or had something left over. */
  function isCanonical(packet: Packet, bytes: string, body: number, isPublish: boolean): boolean {
    if (isPublish && packet.cmd === "publish") {
      const length = bytes.charCodeAt(body) * 256 + bytes.charCodeAt(body + 1);
      return toBytes(packet.topic) === bytes.substring(body + 2, body + 2 + length);
    }
    // These have no bytes that mqtt-packet would write; the connection refuses them with a sentence of their own.
    if (packet.cmd === "connect" && packet.clientId === "") return true;
    if (packet.cmd === "subscribe" && packet.subscriptions.length === 0) return true;
    try {
      return generate(packet, options).toString("latin1") === bytes;
    } catch {
      return false;
    }
  }

  return {
    level: 4,
    read,
    write: (packet) => generate(inText(packet), options).toString("latin1"),
    willOf,
    accepted: 0,
    badLevel: 1,
    badIdentifier: 2,
    unavailable: 3,
    refusedFilter: 0x80,
  };
}

function unreadable(why: Unreadable["why"], words: string): Unreadable {
  return { cmd: "unreadable", why, words };
}

/** Where the body of a whole packet begins. */
function bodyAt(bytes: string): number {
  let at = 1;
  while (bytes.charCodeAt(at) > 127) at += 1;
  return at + 1;
}

/** The same packet with byte strings in place of text and buffers; CONNECT stays as it is, for tests to look at. */
function inBytes(packet: Packet): Packet {
  if (packet.cmd === "publish") {
    packet.topic = toBytes(packet.topic);
    packet.payload = packet.payload.toString("latin1");
  } else if (packet.cmd === "subscribe")
    for (const subscription of packet.subscriptions) subscription.topic = toBytes(subscription.topic);
  else if (packet.cmd === "unsubscribe") packet.unsubscriptions = packet.unsubscriptions.map(toBytes);
  return packet;
}

function willOf({ will }: IConnectPacket): Message | undefined {
  if (will === undefined) return undefined;
  const { topic, payload, qos = 0, retain = false } = will;
  return { topic: toBytes(topic), payload: payload.toString("latin1"), qos, retain };
}

/** The same packet as mqtt-packet writes it; a broker writes no other text than topics and payloads. */
function inText(packet: Packet): Packet {
  if (packet.cmd !== "publish") return packet;
  return { ...packet, topic: toText(packet.topic), payload: Buffer.from(packet.payload as string, "latin1") };
}

const ASCII = /^[\0-\x7f]*$/;

function toBytes(text: string): string {
  return ASCII.test(text) ? text : Buffer.from(text, "utf8").toString("latin1");
}

function toText(bytes: string): string {
  return ASCII.test(bytes) ? bytes : Buffer.from(bytes, "latin1").toString("utf8");
}
