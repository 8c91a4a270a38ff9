// A whole packet in MQTT 5.0 as the client reads it, beside what mqtt-packet reads of it. The client is the
// stricter one: what it takes, mqtt-packet takes too, and both read the same.
import { isDeepStrictEqual } from "node:util";
import { type Packet, parser } from "mqtt-packet";
import { readUint16 } from "../../../../src/bytes/integers.ts";
import { receivedProperties } from "../../../../src/client/message-properties.ts";
import { textOf } from "../../../../src/client/text.ts";
import { bodyAt, packetEnd, probe, WHOLE } from "../../../../src/mqtt/frame.ts";
import { CONNACK, PUBACK, PUBLISH, SUBACK, UNSUBACK } from "../../../../src/mqtt/packet-type.ts";
import { AUTH, DISCONNECT, packetSoundness } from "../../../../src/mqtt/version-5/packet-soundness.ts";
import { propertiesEnd } from "../../../../src/mqtt/version-5/properties.ts";
import { reasonAt } from "../../../../src/mqtt/version-5/reason.ts";
import { SOUND } from "../../../../src/mqtt/version-5/soundness.ts";
import { readTerms } from "../../../../src/mqtt/version-5/terms.ts";
import { stepsText } from "./steps.ts";

/** What was read of a packet, in the same words by both. */
type Fields = Readonly<Record<string, unknown>>;

const LONGEST_PACKET = 65_536;

/**
 * Of `packets`, those that are one whole packet and sound to the client. Throws when mqtt-packet reads one
 * otherwise.
 */
export function agreed(packets: readonly string[]): number {
  return packets.filter(isAgreed).length;
}

function isAgreed(packet: string): boolean {
  if (probe(packet, 0, LONGEST_PACKET) !== WHOLE) return false;
  const end = packetEnd(packet, 0);
  const body = bodyAt(packet, 0);
  if (end !== packet.length || packetSoundness(packet.charCodeAt(0), packet, body, end) !== SOUND)
    return false;
  const ours = fieldsOf(packet, body);
  const theirs = readByMqttPacket(packet);
  if (!isDeepStrictEqual(ours, theirs))
    throw new Error(
      `The client reads ${JSON.stringify(ours)}, mqtt-packet ${JSON.stringify(theirs)}:\n${stepsText([{ call: "take", bytes: packet }])}`,
    );
  return true;
}

/** What the client reads of a sound packet. */
function fieldsOf(packet: string, body: number): Fields {
  const header = packet.charCodeAt(0);
  const end = packet.length;
  if (header >= PUBLISH && header < PUBACK) return messageOf(packet, body);
  if (header === CONNACK) {
    // mqtt-packet forgets an empty user property when its name comes again.
    const { reason, userProperties: _, ...terms } = readTerms(packet, body + 2, end);
    return { present: packet.charCodeAt(body) === 1, code: packet.charCodeAt(body + 1), reason, ...terms };
  }
  if (header === SUBACK || header === UNSUBACK) {
    const codes = packet.slice(propertiesEnd(packet, body + 2, end));
    return { id: readUint16(packet, body), codes: [...codes].map((code) => code.charCodeAt(0)) };
  }
  if (header === DISCONNECT || header === AUTH) return { code: reasonAt(packet, body, end) };
  return end === body ? {} : { id: readUint16(packet, body), code: reasonAt(packet, body + 2, end) };
}

function messageOf(packet: string, body: number): Fields {
  const header = packet.charCodeAt(0);
  const qos = (header >> 1) & 3;
  const topicEnd = body + 2 + readUint16(packet, body);
  const propertiesAt = qos === 0 ? topicEnd : topicEnd + 2;
  const payloadAt = propertiesEnd(packet, propertiesAt, packet.length);
  return {
    topic: textOf(packet.slice(body + 2, topicEnd)),
    payload: packet.slice(payloadAt),
    qos,
    dup: (header & 8) > 0,
    retain: header % 2 === 1,
    ...(qos > 0 && { id: readUint16(packet, topicEnd) }),
    properties: plain(receivedProperties(packet.slice(propertiesAt, payloadAt))),
  };
}

/** The same fields of the same packet, read by mqtt-packet; its error where it takes none. */
function readByMqttPacket(packet: string): Fields {
  const packets: Packet[] = [];
  const faults: Error[] = [];
  const reader = parser({ protocolVersion: 5 });
  reader.on("packet", (packet) => packets.push(packet));
  reader.on("error", (fault) => faults.push(fault));
  reader.parse(Buffer.from(packet, "latin1"));
  const [first] = packets;
  if (first === undefined || faults.length > 0 || packets.length > 1)
    return { fault: faults[0]?.message ?? `${packets.length} packets` };
  return theirFields(first as Packet & Theirs);
}

/** What packets have of these, as mqtt-packet calls them. */
interface Theirs {
  messageId?: number;
  reasonCode?: number;
  granted?: number[];
  sessionPresent?: boolean;
  properties?: Record<string, unknown>;
}

function theirFields(packet: Packet & Theirs): Fields {
  const { messageId: id, reasonCode: code, properties = {} } = packet;
  if (packet.cmd === "publish") {
    const { topicAlias: _, subscriptionIdentifier: __, ...others } = properties;
    return {
      topic: packet.topic,
      payload: packet.payload.toString("latin1"),
      qos: packet.qos,
      dup: packet.dup,
      retain: packet.retain,
      ...(packet.qos > 0 && { id }),
      properties: plain(others),
    };
  }
  if (packet.cmd === "connack") return { present: packet.sessionPresent, code, ...theirTerms(properties) };
  if (packet.cmd === "suback" || packet.cmd === "unsuback") return { id, codes: packet.granted };
  if (packet.cmd === "disconnect" || packet.cmd === "auth") return { code };
  return packet.cmd === "pingresp" ? {} : { id, code };
}

const LARGEST = 2_147_483_647;

/** Absent ones have the values of the standard; -1 is as the client asked. */
function theirTerms(properties: Record<string, unknown>): Fields {
  const number = (name: string, without: number) =>
    Math.min((properties[name] as number) ?? without, LARGEST);
  const text = (name: string) => Buffer.from((properties[name] as string) ?? "").toString("latin1");
  return {
    reason: text("reasonString"),
    sessionExpiry: number("sessionExpiryInterval", -1),
    receiveMaximum: number("receiveMaximum", 65_535),
    maximumQos: number("maximumQoS", 2),
    takesRetained: properties.retainAvailable ?? true,
    packetBytes: number("maximumPacketSize", LARGEST),
    topicAliases: number("topicAliasMaximum", 0),
    keepAlive: number("serverKeepAlive", -1),
    takesWildcards: properties.wildcardSubscriptionAvailable ?? true,
    takesSubscriptionIdentifiers: properties.subscriptionIdentifiersAvailable ?? true,
    takesSharedSubscriptions: properties.sharedSubscriptionAvailable ?? true,
    assignedClientId: text("assignedClientIdentifier"),
    serverReference: text("serverReference"),
    responseInformation: text("responseInformation"),
  };
}

/**
 * A message's properties with bytes as text, and without the user's own that are empty: mqtt-packet forgets
 * such a one when its name comes again.
 */
function plain(properties: object): Fields {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => {
      if (value instanceof Uint8Array) return [name, Buffer.from(value).toString("latin1")];
      return [name, name === "userProperties" ? filled(value as Record<string, string | string[]>) : value];
    }),
  );
}

function filled(own: Readonly<Record<string, string | string[]>>): Fields {
  return Object.fromEntries(
    Object.entries(own).map(([name, values]) => [name, [values].flat().filter((value) => value !== "")]),
  );
}
