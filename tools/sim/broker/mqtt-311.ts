// MQTT 3.1.1 as one version of the protocol.
import { generate, type Packet } from "mqtt-packet";
import {
  createPacketText,
  hasPasswordAlone,
  packetBodyAt,
  protocolLevel,
  toBytes,
  unreadable,
  willText,
} from "./packet-text.ts";
import type { Protocol } from "./protocol.ts";
import { createPublishBytes } from "./publish-bytes.ts";

const LEVEL = 4;

const RETURN_CODES = {
  // Return codes of CONNACK (3.2.2.3).
  accepted: 0,
  badLevel: 1,
  badIdentifier: 2,
  unavailable: 3,
  badCredentials: 4,
  notAuthorized: 5,
  noRoomForWill: 3,
  // The SUBACK code of a refused filter (3.9.3).
  noRoom: 0x80,
  deniedFilter: 0x80,
} as const;

/** Shared by all connections: it stores nothing between packets. */
export const MQTT_311 = createMqtt311();

function createMqtt311(): Protocol {
  const publishBytes = createPublishBytes();
  const text = createPacketText(LEVEL, isCanonical, (packet) => publishBytes(packet));
  return {
    read(bytes) {
      const level = protocolLevel(bytes);
      if (level !== undefined && level !== LEVEL) return unreadable("badLevel", `level ${level}`);
      if (level !== undefined && hasPasswordAlone(bytes)) return unreadable("passwordAlone", "");
      return text.read(bytes);
    },
    write: text.write,
    propertyBytes: () => 0,
    willOf(connect) {
      const will = willText(connect);
      const { qos = 0, retain = false } = connect.will ?? {};
      return will === undefined ? undefined : { ...will, qos, retain, delay: 0 };
    },
    termsOf: ({ clean }) => ({
      lasts: clean === true ? 0 : Number.POSITIVE_INFINITY,
      window: Number.POSITIVE_INFINITY,
      packetBytes: Number.POSITIVE_INFINITY,
    }),
    connack: (returnCode, sessionPresent = false) => ({ cmd: "connack", returnCode, sessionPresent }),
    needsIdentifier: ({ clientId, clean }) => clientId === "" && clean === false,
    ...RETURN_CODES,
    // Only the connection's end tells a client that its message was refused. A message without permission is
    // acknowledged all the same, or the client would repeat it [MQTT-3.3.5-2].
    refusal: ({ qos, messageId }, why) =>
      why === "noRoom" ? undefined : { cmd: qos === 1 ? "puback" : "pubrec", messageId },
    disconnect: () => undefined,
  };
}

/** Are the bytes equal when written again? Otherwise they have ill-formed UTF-8 or a remainder. */
function isCanonical(packet: Packet, bytes: string): boolean {
  if (packet.cmd === "publish") {
    const body = packetBodyAt(bytes);
    const length = bytes.charCodeAt(body) * 256 + bytes.charCodeAt(body + 1);
    return toBytes(packet.topic) === bytes.substring(body + 2, body + 2 + length);
  }
  // mqtt-packet cannot write these; the connection refuses them with its own sentence.
  if (packet.cmd === "connect" && packet.clientId === "") return true;
  if (packet.cmd === "subscribe" && packet.subscriptions.length === 0) return true;
  try {
    return generate(packet, { protocolVersion: LEVEL }).toString("latin1") === bytes;
  } catch {
    return false;
  }
}
