// The segments of the chip's TCP: received data are split into network buffers, and sent data into
// acknowledgements.
import type { Random } from "../../../../src/platform/node/random.ts";

/** Payload of one TCP segment. */
const SEGMENT_BYTES = 1460;

/** What arrived together, in network buffers: none longer than a segment, one in `splitOdds` shorter. */
export function buffersOf(bytes: string, draws: Random, splitOdds: number): string[] {
  const buffers: string[] = [];
  for (let start = 0; start < bytes.length; ) {
    const most = Math.min(SEGMENT_BYTES, bytes.length - start);
    const length = draws.once(splitOdds) ? draws.between(1, most) : most;
    buffers.push(bytes.substring(start, start + length));
    start += length;
  }
  return buffers;
}

/** How many of the bytes that have left are acknowledged first: one time in `splitOdds` not all of them. */
export function acknowledgedFirst(bytes: number, draws: Random, splitOdds: number): number {
  return bytes > 1 && draws.once(splitOdds) ? draws.between(1, bytes - 1) : bytes;
}
