// Where a device goes whose broker sends it to another one, if its firmware lets it (MQTT 5.0, 4.11).
import { elapsed } from "../bytes/milliseconds.ts";
import { brokersFault } from "../mqtt/failover.ts";
import { isToFollow, setFollowing } from "../mqtt/protocol.ts";
import { SERVER_MOVED } from "../mqtt/version-5/reason.ts";
import type { Runtime } from "./runtime.ts";

export interface ServerReferences {
  /** Its firmware lets it go there. */
  isAllowed: boolean;
  /** In place of the brokers of its settings: "name" or "name:port"; "" for none. */
  place: string;
  /** It stays there until an attempt fails, also once that connection has ended. */
  isForGood: boolean;
  /** How often it was sent on in a row. */
  hops: number;
  isThere: boolean;
  /** Of the connection that stands. */
  connectedAt: number;
}

/** So often in a row, without a connection that lasts: brokers may send a device in a circle. */
const MOST_HOPS = 3;
/** A connection that lasts this long ends the row. */
const LASTING_MS = 30000;
/** A host has at most 253 characters, and a port 6 with its colon. */
const LONGEST_PLACE = 259;

export function createServerReferences(): ServerReferences {
  return { isAllowed: false, place: "", isForGood: false, hops: 0, isThere: false, connectedAt: 0 };
}

/** The firmware lets the device go. @cold */
export function allowReferences(runtime: Runtime): void {
  runtime.references.isAllowed = true;
  setFollowing(runtime.client, true);
}

/** @cold */
export function arriveAtBroker(runtime: Runtime): void {
  const { references } = runtime;
  references.isThere = true;
  references.connectedAt = runtime.client.instant;
}

/** A connection has ended, or an attempt: chooses where the next one goes. @cold */
export function leaveBroker(runtime: Runtime): void {
  const { references, client } = runtime;
  const { reasonCode, reference } = client.protocol;
  const wasThere = references.isThere;
  references.isThere = false;
  if (wasThere && elapsed(client.instant, references.connectedAt) >= LASTING_MS) references.hops = 0;
  if (isToFollow(client, reasonCode)) {
    references.hops += 1;
    references.place = firstPlace(reference);
    references.isForGood = reasonCode === SERVER_MOVED;
  } else {
    // The row was too long, and its last refusal has made a long pause.
    if (references.hops >= MOST_HOPS) references.hops = 0;
    if (!wasThere || !references.isForGood) references.place = "";
  }
  setFollowing(client, references.isAllowed && references.hops < MOST_HOPS);
}

/** The first place of a reference, whose places have spaces between; "" where none is one. */
function firstPlace(reference: string): string {
  let rest = reference;
  while (rest !== "") {
    const space = rest.indexOf(" ");
    const one = space < 0 ? rest : rest.substring(0, space);
    if (isPlace(one)) return one;
    rest = space < 0 ? "" : rest.substring(space + 1);
  }
  return "";
}

/** The broker's words are not to be trusted. No chip here is reached at an address of IPv6, which would be in brackets. */
function isPlace(text: string): boolean {
  if (text.length > LONGEST_PLACE || text.indexOf(",") >= 0 || brokersFault(text) !== "") return false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code <= 32 || code > 126) return false;
  }
  return true;
}
