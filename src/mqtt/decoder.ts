// The way in: packets cut out of a stream that arrives in any pieces (MQTT 3.1.1, 2.2).
//
// A fixed header is read in two places. Nearly every chunk is one whole packet, or some, each with a length of
// one byte, and `decode` reads those at a glance, without a call; whatever is otherwise is read by frame.ts, which
// takes longer: CONNACK, packets in pieces, long ones, and those that are passed over.
import type { Client } from "./client.ts";
import { takeConnack } from "./connack.ts";
import { lose } from "./connection-end.ts";
import { GREETING, isConnected } from "./connection-state.ts";
import { bodyAt, packetEnd } from "./frame.ts";
import { isPassing } from "./oversize.ts";
import { pass } from "./oversize-packet.ts";
import { takePacket } from "./received-packet.ts";
import { BETWEEN, beginChunk, endChunk, leaveChunk, resumeWith, TAKING } from "./stream.ts";
import { wholeFrom } from "./unfinished.ts";

/** Takes the next bytes of the stream; nothing of a link that is not open. @hot */
export function decode(client: Client, chunk: string): void {
  let bytes = chunk;
  if (client.stream.phase !== BETWEEN) {
    bytes = resumed(client, bytes);
    if (bytes === "") return;
  }
  beginChunk(client);
  const end = bytes.length;
  let at = 0;
  while (at + 1 < end) {
    let header = bytes.charCodeAt(at);
    const firstLength = bytes.charCodeAt(at + 1);
    let body = at + 2;
    let next = body + firstLength;
    // A longer length starts with 128 or more, which is above `glance`.
    if (next > end || firstLength > client.stream.glance) {
      at = wholeFrom(client, bytes, at);
      if (at < 0) return;
      header = bytes.charCodeAt(at);
      body = bodyAt(bytes, at);
      // A whole packet ends in the chunk: `min` says so to the compiler, which else would guard Lua's cuts.
      next = Math.min(end, packetEnd(bytes, at));
    }
    takePacket(client, header, bytes, body, next);
    // A handler may end the connection, and so may the packet: then nothing of it may reach the next one.
    if (!isConnected(client)) return;
    if (next === end) {
      endChunk(client);
      return;
    }
    at = next;
  }
  leaveChunk(client, bytes, at);
}

/**
 * Goes on in the middle of the greeting, of a packet that has begun, or of one that is passed over. Returns
 * the bytes from the next packet on, or "". @cold @apart
 */
function resumed(client: Client, chunk: string): string {
  if (client.connection.state < GREETING) return "";
  if (client.stream.phase === TAKING) {
    lose(client, "stopped in the middle of a packet");
    return "";
  }
  const bytes = resumeWith(client, chunk);
  let at = 0;
  if (client.connection.state === GREETING) at = takeConnack(client, bytes);
  else if (isPassing(client)) at = pass(client, bytes, 0);
  if (isConnected(client) && !isPassing(client)) {
    if (at === bytes.length) endChunk(client);
    return bytes.substring(at);
  }
  leaveChunk(client, bytes, at);
  return "";
}
