// The surroundings of the tortured client, in the device language: its link, its host and its subscribers.
// They remember what it does to them, and blame it for what it may not do.
import { PARTS } from "../../../../src/features.ts";
import type { ClientHost } from "../../../../src/mqtt/client.ts";
import type { LinkPort } from "../../../../src/mqtt/link.ts";
import type { Subscriber } from "../../../../src/mqtt/subscriptions.ts";

export interface Witness {
  /** Does the client speak MQTT 5.0? */
  is5: boolean;
  /** Is there a link to write to? */
  isOpen: boolean;
  /** What the client has written and the broker has not taken. */
  written: string;
  writes: number;
  writtenBytes: number;
  deliveries: number;
  deliveredBytes: number;
  /** Messages that came in to see whether it still takes any. */
  probes: number;
  /** Where the last part of a long payload ended. */
  partsEnd: number;
  /** What chance has come to. */
  turn: number;
  /** The first promise that was broken, in words. */
  fault: string;
}

export const witness: Witness = {
  is5: false,
  isOpen: false,
  written: "",
  writes: 0,
  writtenBytes: 0,
  deliveries: 0,
  deliveredBytes: 0,
  probes: 0,
  partsEnd: 0,
  turn: 0,
  fault: "",
};

/** Everything begins anew, for a new client. */
export function forgetWitnessed(is5: boolean): void {
  witness.is5 = is5;
  witness.isOpen = false;
  witness.written = "";
  witness.writes = 0;
  witness.writtenBytes = 0;
  witness.deliveries = 0;
  witness.deliveredBytes = 0;
  witness.turn = 0;
  witness.fault = "";
}

/** Remembers the first promise that was broken. */
export function blame(sentence: string): void {
  if (witness.fault === "") witness.fault = sentence;
}

/** A whole number below this one: the same ones again behind `forgetWitnessed`. */
export function drawn(below: number): number {
  witness.turn = (witness.turn + 7919) % 65536;
  return witness.turn % below;
}

/** A message was handed out. */
export function took(payload: string): void {
  witness.deliveries += 1;
  witness.deliveredBytes += payload.length;
  if (payload === "probe") witness.probes += 1;
}

function writeLink(bytes: string): void {
  if (!witness.isOpen) blame("wrote to a link that is not open");
  witness.writes += 1;
  witness.writtenBytes += bytes.length;
  witness.written = witness.written + bytes;
}

function closeLink(): void {
  witness.isOpen = false;
}

function connectLink(this: void, _: ClientHost): void {
  if (witness.isOpen) blame("opened a link beside one that is open");
}

function chance(this: void, _: ClientHost, below: number): number {
  return drawn(below);
}

function greeted(this: void, _: ClientHost, __: boolean): string {
  return "";
}

function lost(this: void, _: ClientHost, reason: string): void {
  witness.isOpen = false;
  if (reason === "") blame("lost a connection without a reason");
  if (witness.is5 && !saysWhy(reason)) blame("ends the connection without the standard's code: " + reason);
}

/** DISCONNECT in 5.0, up to its reason code; no properties follow. */
const DISCONNECT = "\xe0\x02";
/** Protocol error, topic name invalid, topic alias invalid. */
const CODES_OF_ERRORS = "\x82\x90\x94";
/** Nothing goes before CONNECT [MQTT5-3.1.0-1]. */
const BEFORE_CONNECT = "protocol error by the broker: a packet before CONNECT";

/**
 * In 5.0 a connection that the broker's packet has ended was ended by a DISCONNECT with the code of what is
 * wrong (4.13.1).
 */
function saysWhy(reason: string): boolean {
  const last = witness.written.substring(witness.written.length - 4);
  if (reason === "malformed packet from the broker") return last === DISCONNECT + "\x81\0";
  if (reason.indexOf("protocol error by the broker") !== 0 || reason === BEFORE_CONNECT) return true;
  return last.substring(0, 2) === DISCONNECT && CODES_OF_ERRORS.indexOf(last.substring(2, 3)) >= 0;
}

function ignore(this: void, _: ClientHost, __: unknown): void {}

function deliver(this: void, _: Subscriber, payload: string): void {
  took(payload);
}

/** Parts of one payload come one behind the other, up to its end; a payload that breaks off begins anew. */
function deliverPart(this: void, _: Subscriber, part: string, at: number, bytes: number): void {
  witness.deliveries += 1;
  witness.deliveredBytes += part.length;
  if (at !== 0 && at !== witness.partsEnd) blame("was given parts that do not follow each other");
  witness.partsEnd = at + part.length;
  if (witness.partsEnd > bytes) blame("was given more than a payload has");
}

export const link: LinkPort = { writeLink, closeLink };
export const host: ClientHost = {
  connectLink,
  chance,
  greeted,
  lost,
  dropped: ignore,
  granted: ignore,
  skipped: ignore,
};
export const subscriber: Subscriber = { deliver };
/** Takes long payloads in parts, where there are parts. */
export const reader: Subscriber = PARTS ? { deliver, deliverPart } : subscriber;
