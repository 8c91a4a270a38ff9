// Payloads of more than 64 kB that stay the bytes that the program has lent: as text they would be copied
// twice. To the client each is a byte string, of which it needs nothing but the length. In a packet a mark
// stands for it, and the link writes the bytes in its place.
import type { Payload } from "../text.ts";

const LONG_BYTES = 65_536;
/** No byte has its character. */
const MARK = "\u0100";

/** The bytes for the mark of the newest packet, which goes to its link before another one is made. */
let joined: Uint8Array | undefined;

class LongPayload {
  readonly length: number;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.length = bytes.byteLength;
  }

  /** It is joined to the beginning of a packet. Bytes that were taken away meanwhile go out as zeros. */
  toString(): string {
    joined = this.bytes.byteLength === this.length ? this.bytes : new Uint8Array(this.length);
    return MARK;
  }
}

export function isLong(payload: Payload): payload is Uint8Array {
  return typeof payload !== "string" && payload.byteLength > LONG_BYTES;
}

/** The payload as the client takes it. Its bytes have to stay as they are until its message is settled. */
export function lent(payload: Uint8Array): string {
  return new LongPayload(payload) as unknown as string;
}

/** Is it one of these? */
export function isLent(payload: string): boolean {
  return typeof payload !== "string";
}

/** The bytes for the mark at the end of this packet; `undefined` for a packet without one. */
export function takeJoined(packet: string): Uint8Array | undefined {
  if (joined === undefined) return undefined;
  const bytes = joined;
  joined = undefined;
  return packet.endsWith(MARK) ? bytes : undefined;
}
