// MQTT 5.0 as one version of the protocol. Clients may use topic aliases; the broker sends none.
import type { IConnectPacket, Packet } from "mqtt-packet";
import { propertiesWith } from "./authentication.ts";
import type { Breach } from "./breaches.ts";
import { brokerMessage, type Properties } from "./message.ts";
import { createPacketText, propertyBytesOf, toBytes, userPropertiesBytes, willText } from "./packet-text.ts";
import type { Ending, Protocol, Unreadable, Welcome } from "./protocol.ts";
import { createPropertyBytes, createPublishBytes } from "./publish-bytes.ts";
import { MOST_TOPIC_ALIASES } from "./topic-aliases.ts";

const LEVEL = 5;
/** The Session Expiry Interval of a session without expiry (3.1.2.11.2). */
const FOR_EVER = 0xffffffff;
const RECEIVE_MAXIMUM = 65535;
const MALFORMED = 0x81;
const PROTOCOL_ERROR = 0x82;
/** Reason codes of CONNACK, PUBACK, PUBREC, SUBACK and DISCONNECT. */
const QUOTA_EXCEEDED = 0x97;
const NOT_AUTHORIZED = 0x87;

/** Reason codes of DISCONNECT (3.14.2.1); everything else is a protocol error. */
const REASONS: Partial<Record<Breach | Ending, number>> = {
  malformed: MALFORMED,
  notCanonical: MALFORMED,
  nul: MALFORMED,
  takenOver: 0x8e,
  stopping: 0x8b,
  quota: QUOTA_EXCEEDED,
  // Maximum connect time: the permission has expired, and may be requested anew.
  expired: 0xa0,
  silent: 0x8d,
  badFilter: 0x8f,
  tooManyLevels: 0x90,
  wildcardInTopic: 0x90,
  aliasUnknown: 0x94,
  tooManyUnfinished: 0x93,
  tooLong: 0x95,
  tooManyProperties: QUOTA_EXCEEDED,
};

const REASON_CODES = {
  // Reason codes of CONNACK (3.2.2.2).
  accepted: 0,
  badLevel: 0x84,
  badIdentifier: 0x85,
  unavailable: 0x88,
  badCredentials: 0x86,
  notAuthorized: NOT_AUTHORIZED,
  noRoomForWill: QUOTA_EXCEEDED,
  // The SUBACK code of a refused filter (3.9.3).
  noRoom: QUOTA_EXCEEDED,
  deniedFilter: NOT_AUTHORIZED,
} as const;

function createMqtt5(): Protocol {
  const propertyBytes = createPropertyBytes();
  const publishBytes = createPublishBytes();
  const text = createPacketText(LEVEL, isWellFormed, (packet) =>
    publishBytes(packet, propertyBytes(packet.properties)),
  );
  return {
    read: (bytes) => withUserProperties(text.read(bytes), bytes),
    write: text.write,
    propertyBytes: propertyBytesOf,
    willOf,
    termsOf({ properties = {} }: IConnectPacket) {
      const { sessionExpiryInterval = 0, receiveMaximum = RECEIVE_MAXIMUM, maximumPacketSize } = properties;
      const isBad = receiveMaximum === 0 || maximumPacketSize === 0;
      return {
        lasts: sessionExpiryInterval === FOR_EVER ? Number.POSITIVE_INFINITY : sessionExpiryInterval,
        window: receiveMaximum,
        packetBytes: maximumPacketSize ?? Number.POSITIVE_INFINITY,
        ...(isBad && { refused: PROTOCOL_ERROR }),
      };
    },
    connack: (reasonCode, sessionPresent = false, welcome = {}) => ({
      cmd: "connack",
      reasonCode,
      sessionPresent,
      properties: propertiesOf(welcome),
    }),
    needsIdentifier: () => false,
    ...REASON_CODES,
    refusal: ({ qos, messageId }, why) => ({
      cmd: qos === 1 ? "puback" : "pubrec",
      messageId,
      reasonCode: why === "noRoom" ? QUOTA_EXCEEDED : NOT_AUTHORIZED,
    }),
    disconnect: (why) => ({ cmd: "disconnect", reasonCode: REASONS[why] ?? PROTOCOL_ERROR }),
  };
}

function willOf(connect: IConnectPacket, now: number): ReturnType<Protocol["willOf"]> {
  const will = willText(connect);
  if (will === undefined) return undefined;
  const { qos = 0, retain = false, properties } = connect.will ?? {};
  const { willDelayInterval = 0, ...kept } = properties ?? {};
  const message = brokerMessage({ ...will, qos, retain, ...(properties && { properties: kept }) }, now);
  return { ...message, delay: willDelayInterval };
}

function propertiesOf({ assigned, lasts, window, packetBytes, reason, method, data = "", less }: Welcome) {
  return {
    ...(reason !== undefined && { reasonString: reason }),
    ...(assigned !== undefined && { assignedClientIdentifier: assigned }),
    ...(lasts !== undefined && { sessionExpiryInterval: lasts }),
    ...(window !== undefined && { receiveMaximum: Math.min(window, RECEIVE_MAXIMUM) }),
    ...(packetBytes !== undefined && { maximumPacketSize: packetBytes }),
    ...less,
    ...(method !== undefined && propertiesWith(method, data)),
    topicAliasMaximum: MOST_TOPIC_ALIASES,
  };
}

/** May every property be forwarded to other clients? */
function isWellFormed(packet: Packet, bytes: string): boolean {
  // Ill-formed UTF-8 is read as U+FFFD, which is then not in the bytes.
  const isText = textsOf(packet).every((text) => !text.includes("\ufffd") || bytes.includes(toBytes(text)));
  return isText && areSound(packet);
}

function textsOf(packet: Packet): string[] {
  const texts = textsIn((packet as { properties?: object }).properties);
  if (packet.cmd === "publish") return [packet.topic, ...texts];
  if (packet.cmd === "subscribe") return [...packet.subscriptions.map(({ topic }) => topic), ...texts];
  if (packet.cmd === "unsubscribe") return [...packet.unsubscriptions, ...texts];
  if (packet.cmd !== "connect") return texts;
  const { clientId, username = "", will } = packet;
  return [clientId, `${username}`, will?.topic ?? "", ...textsIn(will?.properties), ...texts];
}

/** All texts among properties, and in a record of them: the names of user properties too. */
function textsIn(properties: object = {}): string[] {
  return Object.values(properties).flatMap((value: unknown) => {
    if (typeof value === "string") return [value];
    if (typeof value !== "object" || value === null || Buffer.isBuffer(value)) return [];
    return [...Object.keys(value), ...Object.values(value).flat()].filter((text) => typeof text === "string");
  });
}

/** A repeated name keeps its place in the order only outside a record. */
function withUserProperties(packet: Packet | Unreadable, bytes: string): Packet | Unreadable {
  if (packet.cmd !== "publish") return packet;
  const pairs = Object.values(packet.properties?.userProperties ?? {});
  if (pairs.length < 2 || !pairs.some(Array.isArray)) return packet;
  const properties: Properties = { ...packet.properties, userPropertyBytes: userPropertiesBytes(bytes) };
  return { ...packet, properties };
}

/** Properties that are forwarded to subscribers (3.3.2.3), and those that a PUBLISH may have. */
const MESSAGE = [
  "payloadFormatIndicator",
  "messageExpiryInterval",
  "contentType",
  "responseTopic",
  "correlationData",
  "userProperties",
];
const PUBLISH = [...MESSAGE, "topicAlias", "subscriptionIdentifier"];
const WILL = [...MESSAGE, "willDelayInterval"];

/**
 * Are the properties well-formed, and are those of a message allowed there? They are forwarded unchanged.
 */
function areSound(packet: Packet): boolean {
  const { properties = {} } = packet as { properties?: object };
  const will = packet.cmd === "connect" ? (packet.will?.properties ?? {}) : {};
  const isMessage =
    packet.cmd !== "publish" || Object.keys(properties).every((name) => PUBLISH.includes(name));
  const isWill = Object.keys(will).every((name) => WILL.includes(name));
  return isMessage && isWill && [properties, will].every((record) => Object.entries(record).every(isSound));
}

/**
 * mqtt-packet reads what ends too early as null or -1, and what comes twice as a list, which only the user's
 * own may.
 */
function isSound([name, value]: [string, unknown]): boolean {
  if (name === "subscriptionIdentifier" && value === 0) return false; // 3.8.2.1.2
  if (typeof value === "string") return !value.includes("\0"); // [MQTT-1.5.4-2]
  if (typeof value === "number") return value >= 0;
  if (typeof value === "boolean" || Buffer.isBuffer(value)) return true;
  if (name !== "userProperties" || typeof value !== "object" || value === null) return false;
  return Object.entries(value).every(
    ([key, property]) => !key.includes("\0") && [property].flat().every((text) => isSound([key, text])),
  );
}

/** Shared by all connections: it stores nothing between packets. */
export const MQTT_5 = createMqtt5();
