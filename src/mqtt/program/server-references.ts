// References to another server: a client goes where its broker sends it, if its
// host lets it (MQTT 5.0, 4.11).
import { elapsed } from "../../bytes/milliseconds.ts";
import type { Client } from "../client.ts";
import { brokersFault } from "../failover.ts";
import { adoptReferences } from "../protocol.ts";
import { SERVER_MOVED, USE_ANOTHER_SERVER } from "../version-5/reason.ts";

export interface ServerReferences {
  /** Can the host connect to this place of a reference? The broker's words are not to be trusted. */
  isPlace(this: void, text: string): boolean;
  /** In place of the host's own brokers: "name" or "name:port"; "" for none. */
  place: string;
  /** The client stays there until an attempt fails, even after that connection has ended. */
  isForGood: boolean;
  /** References followed in a row. */
  hops: number;
  isThere: boolean;
  /** Of the connection that stands. */
  connectedAt: number;
}

/**
 * The most references followed in a row without a connection that lasts: brokers may send a client in a
 * circle.
 */
const MOST_HOPS = 3;
/** A connection that lasts this long ends the row. */
const LASTING_MS = 30000;
/** A host has at most 253 characters, and a port 6 with its colon. */
const LONGEST_PLACE = 259;

/** The client's host lets it go where its broker sends it. @cold */
export function followReferences(client: Client, isPlace: ServerReferences["isPlace"]): void {
  adoptReferences(client, {
    isPlace,
    place: "",
    isForGood: false,
    hops: 0,
    isThere: false,
    connectedAt: 0,
  });
}

/** The broker that the next connection goes to instead of the host's own; "" for none. */
export function otherBroker(client: Client): string {
  const { references } = client.protocol;
  return references === undefined ? "" : references.place;
}

/** Has the broker, with this code, sent the client to another broker that it goes to next? */
export function isToFollow(client: Client, code: number): boolean {
  const { references } = client.protocol;
  return (
    references !== undefined &&
    hopsInARow(client, references) < MOST_HOPS &&
    (code === USE_ANOTHER_SERVER || code === SERVER_MOVED) &&
    firstPlace(references, client.protocol.reference) !== ""
  );
}

/** A connection that has lasted ends the row. */
function hopsInARow(client: Client, references: ServerReferences): number {
  const hasLasted = references.isThere && elapsed(client.instant, references.connectedAt) >= LASTING_MS;
  return hasLasted ? 0 : references.hops;
}

/** @cold */
export function arriveAtBroker(client: Client): void {
  const { references } = client.protocol;
  if (references === undefined) return;
  references.isThere = true;
  references.connectedAt = client.instant;
}

/** A connection or an attempt has ended: chooses the broker of the next one. @cold */
export function leaveBroker(client: Client): void {
  const { references, reference, reasonCode } = client.protocol;
  if (references === undefined) return;
  const wasThere = references.isThere;
  references.hops = hopsInARow(client, references);
  references.isThere = false;
  if (isToFollow(client, reasonCode)) {
    references.hops += 1;
    references.place = firstPlace(references, reference);
    references.isForGood = reasonCode === SERVER_MOVED;
    return;
  }
  // The row was too long, and its last refusal has made a long pause.
  if (references.hops >= MOST_HOPS) references.hops = 0;
  if (!wasThere || !references.isForGood) references.place = "";
}

/** The first place of a reference whose places are separated by spaces; "" where none is valid. */
function firstPlace(references: ServerReferences, reference: string): string {
  let rest = reference;
  while (rest !== "") {
    const space = rest.indexOf(" ");
    const place = space < 0 ? rest : rest.substring(0, space);
    if (references.isPlace(place)) return place;
    rest = space < 0 ? "" : rest.substring(space + 1);
  }
  return "";
}

/**
 * May it be a name or an address, in printable ASCII, with or without a port? An IPv6 address in brackets is
 * not allowed.
 */
export function isPlace(text: string): boolean {
  if (text.length > LONGEST_PLACE || text.indexOf(",") >= 0 || brokersFault(text) !== "") return false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code <= 32 || code > 126) return false;
  }
  return true;
}

/** The `isPlace` of a client that stays with its own brokers. */
export function noPlace(): boolean {
  return false;
}
