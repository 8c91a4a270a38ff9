// The mixed stream: what a broker sends to a device in a busy while, and what the device says, as packets and
// as bytes.
import { generate, type IConnackPacket, type IPublishPacket, type Packet } from "mqtt-packet";

/** Where its messages come in: to one subscription. */
export const COMMAND_TOPIC = "home/living-room-a1b2c3/heater/set";
/** Where its own messages go. */
export const READING_TOPIC = "home/living-room-a1b2c3/temperature";

/** Under which the device has asked for its subscription. */
export const SUBSCRIBE_ID = 0xff01;
/**
 * Bytes of payload of each ten messages: commands and readings are short, now and then there is something
 * longer.
 */
const PAYLOAD_BYTES = [4, 20, 20, 60, 20, 4, 200, 20, 1000, 12];
/** As much as an Ethernet frame brings at once. */
const CHUNK_BYTES = 1400;

export const CONNACK: IConnackPacket = { cmd: "connack", returnCode: 0, sessionPresent: false };

/**
 * What the broker sends once it has accepted: messages at QoS 0 and 1 in turn, and answers to the device's
 * own packets.
 */
export function incomingPackets(messages: number): Packet[] {
  return Array.from({ length: messages }, (_, index): Packet[] => {
    const qos = (index % 2) as 0 | 1;
    const message: IPublishPacket = {
      cmd: "publish",
      topic: COMMAND_TOPIC,
      payload: mixedPayload(index),
      qos,
      dup: false,
      retain: false,
    };
    if (qos === 0) return index % 10 === 0 ? [message, { cmd: "pingresp" }] : [message];
    return [
      { ...message, messageId: index + 1 },
      { cmd: "puback", messageId: index },
      ...(index % 25 === 1 ? [{ cmd: "suback", messageId: SUBSCRIBE_ID, granted: [1] } as Packet] : []),
    ];
  }).flat();
}

/** Lower-case ASCII, another one for each message. */
export function mixedPayload(index: number): string {
  const length = PAYLOAD_BYTES[index % PAYLOAD_BYTES.length] as number;
  return `${"x".repeat(length - 4)}${String(1000 + (index % 9000))}`;
}

/** The packets as a socket gives them: buffers that begin and end anywhere. */
export function chunksOf(packets: readonly Packet[]): Buffer[] {
  const bytes = Buffer.concat(packets.map((packet) => generate(packet)));
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) chunks.push(bytes.subarray(at, at + CHUNK_BYTES));
  return chunks;
}
