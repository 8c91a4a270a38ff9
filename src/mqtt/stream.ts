// The way in from the network: its state between two chunks of bytes, and the rest of the last one.
import type { Client } from "./client.ts";
import { isConnected } from "./connection-state.ts";
import { isPassing } from "./oversize.ts";

/** Between two packets of a connection that stands. */
export const BETWEEN = 0;
/**
 * Before the end of the greeting, in the middle of a packet whose beginning is `rest`, or of one that is
 * passed over.
 */
export const INSIDE = 1;
/**
 * A chunk is being taken. If the next chunk still finds this phase, the engine has stopped in the middle
 * (Espruino, out of memory), and the stream cannot be trusted.
 */
export const TAKING = 2;

/** The longest length in one byte (MQTT 3.1.1, 2.2.3). */
const LONGEST_IN_ONE_BYTE = 127;

export interface Stream {
  phase: typeof BETWEEN | typeof INSIDE | typeof TAKING;
  /** The beginning of a packet whose end is to come. */
  rest: string;
  /** The most bytes after the fixed header of a packet that is taken at a glance. */
  glance: number;
}

/** `packetBytes` is the longest packet that is taken. */
export function createStream(packetBytes: number): Stream {
  return { phase: INSIDE, rest: "", glance: Math.min(LONGEST_IN_ONE_BYTE, packetBytes - 2) };
}

/** Begins with a chunk between two packets. @inline */
export function beginChunk(client: Client): void {
  client.stream.phase = TAKING;
}

/** All packets of the chunk were whole. @inline */
export function endChunk(client: Client): void {
  client.stream.phase = BETWEEN;
}

/** The rest of a chunk, from `at` on, waits for the next one. @cold */
export function leaveChunk(client: Client, bytes: string, at: number): void {
  // A connection that has ended has no rest.
  if (client.stream.phase !== TAKING) return;
  client.stream.rest = bytes.substring(at);
  client.stream.phase = at < bytes.length || isPassing(client) || !isConnected(client) ? INSIDE : BETWEEN;
}

/**
 * Begins with a chunk in the middle of something. Returns all bytes so far: those that were left, and the
 * chunk. @cold
 */
export function resumeWith(client: Client, chunk: string): string {
  beginChunk(client);
  const bytes = client.stream.rest + chunk;
  client.stream.rest = "";
  return bytes;
}

/**
 * Hands out the pieces of an unfinished packet, for a caller that joins them itself. The next chunk begins
 * with the packet.
 */
export function takeRest(client: Client): string {
  const { rest } = client.stream;
  client.stream.rest = "";
  client.stream.phase = BETWEEN;
  return rest;
}

/** The link is gone, and the rest of a packet will not come. @inline */
export function forgetRest(client: Client): void {
  client.stream.rest = "";
  client.stream.phase = INSIDE;
}
