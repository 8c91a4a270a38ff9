// The bounds of MQTT packets in a text of bytes, and what each packet says.
import { type Packet, parser } from "mqtt-packet";

/** Cuts bytes after each whole packet. What is no packet, or not a whole one, is the last piece. */
export function packetsOf(bytes: string): string[] {
  const packets: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(bytes.length, at + packetLength(bytes, at));
    packets.push(bytes.substring(at, end));
    at = end;
  }
  return packets;
}

/** Bytes of the packet at `at`, its fixed header included (MQTT 3.1.1, 2.2.3). */
function packetLength(bytes: string, at: number): number {
  let length = 0;
  let weight = 1;
  for (let i = at + 1; i < at + 5; i += 1) {
    const digit = bytes.charCodeAt(i);
    if (Number.isNaN(digit)) break;
    length += (digit & 127) * weight;
    weight *= 128;
    if (digit < 128) return i + 1 - at + length;
  }
  return bytes.length - at;
}

/** What a client said on one connection. Throws when that is not packets from its CONNECT on; the last may be cut. */
export function parsed(bytes: string): Packet[] {
  const packets: Packet[] = [];
  const reader = parser({ protocolVersion: 4 });
  reader.on("packet", (packet) => packets.push(packet));
  reader.on("error", (error) => {
    throw error;
  });
  reader.parse(Buffer.from(bytes, "latin1"));
  if (packets.length > 0 && packets[0]?.cmd !== "connect")
    throw new Error(`A connection began with ${packets[0]?.cmd}; it must begin with CONNECT.`);
  return packets;
}
