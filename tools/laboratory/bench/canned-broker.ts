// A broker of a few lines that gives every packet its one answer: what the bench counts must not hang on a
// real one.
//
// It takes packets apart as far as the device's own packets need it, and keeps no session and no message.
import { CONNECT, PINGREQ, PUBACK, PUBLISH, SUBSCRIBE } from "../../sim/broker/packet-type.ts";

export interface CannedBroker {
  /** Bytes from the device, in any pieces. */
  received: (bytes: string) => void;
  /** Sends a message to the device. */
  publish: (topic: string, payload: string, options?: { qos?: 0 | 1; retained?: boolean }) => void;
}

export interface CannedBrokerOptions {
  /** Bytes to the device. */
  write: (bytes: string) => void;
  /** A message of the device, after its acknowledgement has been written. */
  published?: (topic: string, payload: string) => void;
  /** The device has acknowledged a message. */
  acknowledged?: () => void;
  /** In place of the CONNACK: all that the device is sent when it has sent its CONNECT. */
  greeting?: string;
}

/** CONNACK of a new session. */
export const CONNACK = "\x20\x02\x00\x00";
const PINGRESP = "\xd0\x00";

/** The broker's end of one connection. */
export function createCannedBroker(options: CannedBrokerOptions): CannedBroker {
  const { write, published, acknowledged, greeting = CONNACK } = options;
  let rest = "";
  let nextId = 1;

  function take(header: number, body: string): void {
    const type = header >> 4;
    if (type === CONNECT) write(greeting);
    else if (type === SUBSCRIBE) write(suback(body));
    else if (type === PINGREQ) write(PINGRESP);
    else if (type === PUBACK) acknowledged?.();
    else if (type === PUBLISH) takePublish(header, body);
  }

  function takePublish(header: number, body: string): void {
    const topicEnd = 2 + uint16At(body, 0);
    const isKept = ((header >> 1) & 3) === 1;
    if (isKept) write(puback(uint16At(body, topicEnd)));
    published?.(body.substring(2, topicEnd), body.substring(topicEnd + (isKept ? 2 : 0)));
  }

  return {
    received(bytes) {
      rest += bytes;
      for (let packet = firstPacket(rest); packet !== undefined; packet = firstPacket(rest)) {
        rest = rest.substring(packet.end);
        take(packet.header, packet.body);
      }
    },
    publish(topic, payload, { qos = 1, retained = false } = {}) {
      write(cannedPublish(topic, payload, { qos, retained, id: nextId }));
      nextId = (nextId % 0xffff) + 1;
    },
  };
}

/** A PUBLISH of the broker; `id` counts at QoS 1 only. */
export function cannedPublish(
  topic: string,
  payload: string,
  { qos = 1, retained = false, id = 1 }: { qos?: 0 | 1; retained?: boolean; id?: number } = {},
): string {
  const body = uint16(topic.length) + topic + (qos === 1 ? uint16(id) : "") + payload;
  return String.fromCharCode(0x30 + qos * 2 + (retained ? 1 : 0)) + variableLength(body.length) + body;
}

export function puback(id: number): string {
  return `\x40\x02${uint16(id)}`;
}

/** Grants each filter of a SUBSCRIBE the QoS that it asks for. */
function suback(body: string): string {
  let granted = body.substring(0, 2);
  for (let at = 2; at < body.length; at += 1) {
    at += 2 + uint16At(body, at);
    granted += body.charAt(at);
  }
  return `\x90${variableLength(granted.length)}${granted}`;
}

function firstPacket(bytes: string): { header: number; body: string; end: number } | undefined {
  let length = 0;
  for (let at = 1, weight = 1; at < bytes.length; at += 1, weight *= 128) {
    const digit = bytes.charCodeAt(at);
    length += (digit & 127) * weight;
    if (digit > 127) continue;
    const end = at + 1 + length;
    if (end > bytes.length) return undefined;
    return { header: bytes.charCodeAt(0), body: bytes.substring(at + 1, end), end };
  }
  return undefined;
}

function uint16(value: number): string {
  return String.fromCharCode(value >> 8, value & 255);
}

function uint16At(bytes: string, at: number): number {
  return bytes.charCodeAt(at) * 256 + bytes.charCodeAt(at + 1);
}

function variableLength(length: number): string {
  return length < 128
    ? String.fromCharCode(length)
    : String.fromCharCode(128 + (length % 128)) + variableLength(Math.floor(length / 128));
}
