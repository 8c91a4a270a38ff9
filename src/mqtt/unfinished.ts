// A packet that cannot be taken whole: incomplete, too long, or malformed.
import type { Client } from "./client.ts";
import { loseMalformed } from "./connection-end.ts";
import { isConnected } from "./connection-state.ts";
import { bodyAt, FRAME_MALFORMED, lacking, NEEDS_MORE, packetEnd, probe, TOO_LONG, WHOLE } from "./frame.ts";
import { isPassing } from "./oversize.ts";
import { takeOversize } from "./oversize-packet.ts";
import { INSIDE, leaveChunk } from "./stream.ts";

/**
 * The place of the first whole packet from `at` on. Passes over the available bytes of those that are too
 * long before it. Without one, returns a number below 0: an incomplete packet waits for the next chunk, and a
 * malformed length ends the connection. @cold
 */
export function wholeFrom(client: Client, bytes: string, at: number): number {
  let from = at;
  let found = probe(bytes, from, client.packetBytes);
  while (found === TOO_LONG) {
    const taken = takeOversize(client, bytes, from, bodyAt(bytes, from), packetEnd(bytes, from));
    const goesOn = isConnected(client) && taken > from && taken < bytes.length;
    found = goesOn ? probe(bytes, taken, client.packetBytes) : NEEDS_MORE;
    from = taken;
  }
  if (found === WHOLE) return from;
  if (found === FRAME_MALFORMED) loseMalformed(client);
  leaveChunk(client, bytes, from);
  return -1;
}

/**
 * The bytes that are still to come of the packet whose beginning is kept, as far as that shows its length; 0
 * when no packet that is to be taken whole waits for bytes. For a caller that joins pieces in a better way.
 */
export function missing(client: Client): number {
  if (client.stream.phase !== INSIDE || !isConnected(client) || isPassing(client)) return 0;
  return lacking(client.stream.rest, client.packetBytes);
}
