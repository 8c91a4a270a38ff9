// A packet that cannot be taken whole: incomplete, too long, or malformed.
import type { Client } from "./client.ts";
import { loseMalformed } from "./connection-end.ts";
import { isConnected } from "./connection-state.ts";
import { bodyAt, lacking, MALFORMED, packetEnd, probe, TOO_LONG } from "./frame.ts";
import { isPassing } from "./oversize.ts";
import { takeOversize } from "./oversize-packet.ts";
import { INSIDE, leaveChunk } from "./stream.ts";

/**
 * Lets an incomplete packet wait, passes over the available bytes of one that is too long, and ends the
 * connection for a malformed length. Returns the place from which packets may follow; `at` when none do, and
 * the rest waits for the next chunk. @cold
 */
export function takeUnfinished(client: Client, bytes: string, at: number): number {
  const found = probe(bytes, at, client.packetBytes);
  let taken = at;
  if (found === TOO_LONG) {
    const body = bodyAt(bytes, at);
    const next = packetEnd(bytes, at);
    taken = takeOversize(client, bytes, at, body, next);
  } else if (found === MALFORMED) loseMalformed(client);
  if (isConnected(client) && taken > at && taken < bytes.length) return taken;
  leaveChunk(client, bytes, taken);
  return at;
}

/**
 * The bytes that are still to come of the packet whose beginning is kept, as far as that shows its length; 0
 * when no packet that is to be taken whole waits for bytes. For a caller that joins pieces in a better way.
 */
export function missing(client: Client): number {
  if (client.stream.phase !== INSIDE || !isConnected(client) || isPassing(client)) return 0;
  return lacking(client.stream.rest, client.packetBytes);
}
