// Answers to the broker's packets: four bytes each, and bounded, whatever the broker does.
import type { Client } from "./client.ts";
import { lose } from "./connection-end.ts";
import { send } from "./link.ts";
import { answerPacket } from "./version-5/reasoned-packets.ts";

/**
 * Bytes that may wait for the link beyond its bound and the longest message, which an idle link takes
 * whatever its length: as acknowledgements of a broker that sends and does not read.
 */
const OVERRUN_BYTES = 512;

/** Answers the packet identifier that stands at `at` with a packet of four bytes. @hot */
export function sendAnswer(client: Client, answer: number, bytes: string, at: number): void {
  send(client, String.fromCharCode(answer, 2, bytes.charCodeAt(at), bytes.charCodeAt(at + 1)));
  if (client.link.pending > client.link.room + client.ring.limit + OVERRUN_BYTES)
    lose(client, "broker sends and does not read");
}

/** The same with a reason code, in 5.0. @cold */
export function sendReasonedAnswer(client: Client, answer: number, id: number, reason: number): void {
  send(client, answerPacket(answer, id, reason));
  if (client.link.pending > client.link.room + client.ring.limit + OVERRUN_BYTES)
    lose(client, "broker sends and does not read");
}
