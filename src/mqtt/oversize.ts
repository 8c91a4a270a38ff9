// A packet that is longer than this device takes: how far it has been passed over, or given in parts
// (oversize-packet.ts).
import { PARTS } from "../features.ts";
import type { Client } from "./client.ts";
import type { Subscription } from "./subscriptions.ts";

/** No packet is passed over. */
const NO_PASSAGE = 0;
/** A packet is passed over, up to its end. */
const SKIPPED = 1;
/** A packet is passed over, up to the packet identifier for its answer. */
export const BEFORE_ID = 2;
/** The payload of a packet is given in parts. */
export const GIVEN = 3;

type Passage = typeof NO_PASSAGE | typeof SKIPPED | typeof BEFORE_ID | typeof GIVEN;

export interface Oversize {
  passage: Passage;
  /** Bytes left to the packet's end, or to its identifier; and the bytes from the identifier on. */
  left: number;
  tail: number;
  /** The type of the answer to the packet. */
  answer: number;
  /**
   * Subscriptions that take its payload in parts; its topic, its identifier in two bytes or "", and the bytes
   * of all parts.
   */
  takers: Subscription[];
  topic: string;
  packetId: string;
  payloadBytes: number;
  /** Packets passed over since the start. */
  skips: number;
}

/** None take it. One list for all clients: nothing is stored in it. */
const NO_TAKERS: Subscription[] = [];

export function createOversize(): Oversize {
  return {
    passage: NO_PASSAGE,
    left: 0,
    tail: 0,
    answer: 0,
    takers: NO_TAKERS,
    topic: "",
    packetId: "",
    payloadBytes: 0,
    skips: 0,
  };
}

/** Is a packet being passed over? */
export function isPassing(client: Client): boolean {
  return client.oversize.passage !== NO_PASSAGE;
}

/** Begins to pass over so many bytes, to the packet's end. */
export function beginSkip(client: Client, bytes: number): void {
  client.oversize.passage = SKIPPED;
  client.oversize.left = bytes;
}

/** Begins to pass over a packet up to an identifier, with which its last `tail` bytes begin. */
export function beginSkipToId(client: Client, bytes: number, tail: number): void {
  client.oversize.passage = BEFORE_ID;
  client.oversize.left = bytes - tail;
  client.oversize.tail = tail;
}

/** Notes the answer to the packet, due once its identifier has come or its last part was given. */
export function oweAnswer(client: Client, answer: number): void {
  client.oversize.answer = answer;
}

export function countSkip(client: Client): void {
  client.oversize.skips += 1;
}

/** Begins to give a payload of `bytes` bytes in parts. */
export function beginParts(
  client: Client,
  takers: Subscription[],
  topic: string,
  packetId: string,
  bytes: number,
): void {
  client.oversize.passage = GIVEN;
  client.oversize.takers = takers;
  client.oversize.topic = topic;
  client.oversize.packetId = packetId;
  client.oversize.left = bytes;
  client.oversize.payloadBytes = bytes;
}

/** So many more bytes have been passed over, or given. */
export function advance(client: Client, bytes: number): void {
  client.oversize.left -= bytes;
}

/** The end of the packet has come; or the link is gone, and the end never comes. */
export function forgetOversize(client: Client): void {
  client.oversize.passage = NO_PASSAGE;
  if (PARTS) client.oversize.takers = NO_TAKERS;
}
