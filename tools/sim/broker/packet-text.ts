// Whole packets read and written by mqtt-packet, with byte strings in place of its text and buffers.
import {
  generate,
  type IConnectPacket,
  type IPublishPacket,
  type Packet,
  type Parser,
  parser,
} from "mqtt-packet";
import { propertyEnd } from "../../../src/mqtt/version-5/properties.ts";
import { USER_PROPERTY } from "../../../src/mqtt/version-5/property.ts";
import { CONNECT, PUBLISH, PUBREL } from "./packet-type.ts";
import type { Unreadable } from "./protocol.ts";

export interface PacketText {
  read: (bytes: string) => Packet | Unreadable;
  write: (packet: Packet) => string;
}

/**
 * `isCanonical` says of a packet whether its bytes are as they should be; `publishBytes` writes a PUBLISH.
 */
export function createPacketText(
  protocolVersion: 4 | 5,
  isCanonical: (packet: Packet, bytes: string) => boolean,
  publishBytes: (packet: IPublishPacket) => string,
): PacketText {
  const options = { protocolVersion };
  let parse = createParse(options);
  return {
    read(bytes) {
      const packet = parse(bytes);
      if (packet.cmd === "unreadable") {
        // It continues reading after its own error.
        parse = createParse(options);
        return packet;
      }
      if (packet.messageId === 0) return unreadable("zeroIdentifier", packet.cmd.toUpperCase());
      if (!isCanonical(packet, bytes)) return unreadable("notCanonical", packet.cmd.toUpperCase());
      return inBytes(packet);
    },
    // A broker writes no other text than topics and payloads.
    write: (packet) =>
      packet.cmd === "publish" ? publishBytes(packet) : generate(packet, options).toString("latin1"),
  };
}

function createParse(options: { protocolVersion: 4 | 5 }): (bytes: string) => Packet | Unreadable {
  let result: Packet | Unreadable | undefined;
  const reader: Parser = parser(options);
  reader.on("packet", (packet) => {
    result = packet;
  });
  reader.on("error", (error: Error) => {
    result = unreadable("malformed", error.message);
  });
  return (bytes) => {
    result = undefined;
    try {
      reader.parse(Buffer.from(bytes, "latin1"));
    } catch (error) {
      // It reads properties that end too early beyond their end.
      return unreadable("malformed", (error as Error).message);
    }
    return (
      (result as Packet | Unreadable | undefined) ?? unreadable("malformed", "the packet ends too early")
    );
  };
}

export function unreadable(why: Unreadable["why"], words: string): Unreadable {
  return { cmd: "unreadable", why, words };
}

const QOS_FLAGS = 0x06;
const PASSWORD_FLAG = 0x40;
const USER_NAME_FLAG = 0x80;
/** The place of the level and the flags in a CONNECT for "MQTT", counted from behind the remaining length. */
const LEVEL_AT = 6;
const FLAGS_AT = 7;

/** The start of a whole packet's body. */
export function packetBodyAt(bytes: string): number {
  let at = 1;
  while (bytes.charCodeAt(at) > 127) at += 1;
  return at + 1;
}

/** Bytes of the properties of a PUBLISH of MQTT 5.0 (3.3.2.3.1); 0 for every other packet. */
export function propertyBytesOf(bytes: string): number {
  return bytes.charCodeAt(0) >> 4 === PUBLISH ? variableAt(bytes, propertiesAt(bytes)) : 0;
}

/**
 * The user properties of a PUBLISH of MQTT 5.0 as they stand in it, one behind the other: mqtt-packet loses
 * their order.
 */
export function userPropertiesBytes(bytes: string): string {
  const length = propertiesAt(bytes);
  const count = variableAt(bytes, length);
  let at = length + 1;
  while (bytes.charCodeAt(at - 1) > 127) at += 1;
  let user = "";
  for (const end = at + count; at < end; ) {
    const next = propertyEnd(bytes, at, end);
    if (next === 0) return user;
    if (bytes.charCodeAt(at) === USER_PROPERTY) user += bytes.substring(at, next);
    at = next;
  }
  return user;
}

/** The place of the properties' length in a PUBLISH. */
function propertiesAt(bytes: string): number {
  const topic = packetBodyAt(bytes);
  const idBytes = (bytes.charCodeAt(0) & QOS_FLAGS) === 0 ? 0 : 2;
  return topic + 2 + bytes.charCodeAt(topic) * 256 + bytes.charCodeAt(topic + 1) + idBytes;
}

function variableAt(bytes: string, at: number): number {
  let value = 0;
  for (let place = 0; place < 4; place += 1) {
    const byte = bytes.charCodeAt(at + place);
    value += (byte & 127) * 128 ** place;
    if (byte < 128) break;
  }
  return value;
}

/** The topic of a PUBLISH; undefined for every other packet. */
export function publishTopic(bytes: string): string | undefined {
  if (bytes.charCodeAt(0) >> 4 !== PUBLISH) return undefined;
  const topic = packetBodyAt(bytes);
  const length = bytes.charCodeAt(topic) * 256 + bytes.charCodeAt(topic + 1);
  return bytes.substring(topic + 2, topic + 2 + length);
}

/** The packet identifier of a PUBREL; undefined for every other packet. */
export function releasedBy(bytes: string): number | undefined {
  if (bytes.charCodeAt(0) >> 4 !== PUBREL) return undefined;
  const body = packetBodyAt(bytes);
  return bytes.charCodeAt(body) * 256 + bytes.charCodeAt(body + 1);
}

/** The level that a CONNECT wants; undefined for everything else. */
export function protocolLevel(bytes: string): number | undefined {
  const body = packetBodyAt(bytes);
  const isConnect = bytes.charCodeAt(0) >> 4 === CONNECT;
  if (!isConnect || bytes.substring(body, body + LEVEL_AT) !== "\0\x04MQTT") return undefined;
  return bytes.charCodeAt(body + LEVEL_AT);
}

export function hasPasswordAlone(bytes: string): boolean {
  const flags = bytes.charCodeAt(packetBodyAt(bytes) + FLAGS_AT);
  return (flags & PASSWORD_FLAG) !== 0 && (flags & USER_NAME_FLAG) === 0;
}

/** The topic and payload of a CONNECT's will, as byte strings. */
export function willText({ will }: IConnectPacket): { topic: string; payload: string } | undefined {
  if (will === undefined) return undefined;
  return { topic: toBytes(will.topic), payload: will.payload.toString("latin1") };
}

/**
 * The same packet with byte strings in place of text and buffers; CONNECT stays as it is, for tests to look
 * at.
 */
function inBytes(packet: Packet): Packet {
  if (packet.cmd === "publish") {
    packet.topic = toBytes(packet.topic);
    packet.payload = packet.payload.toString("latin1");
  } else if (packet.cmd === "subscribe")
    for (const subscription of packet.subscriptions) subscription.topic = toBytes(subscription.topic);
  else if (packet.cmd === "unsubscribe") packet.unsubscriptions = packet.unsubscriptions.map(toBytes);
  return packet;
}

const ASCII = /^[\0-\x7f]*$/;

export function toBytes(text: string): string {
  return ASCII.test(text) ? text : Buffer.from(text, "utf8").toString("latin1");
}
