// Deadlines of more than twelve days, which the client's clock does not count to. The computer's says when
// they are over, and is looked at whenever a message gets its place in the ring and whenever a connection is
// tried: at most a minute apart while the broker is away. What is left then is what the broker learns.
import { LONGEST_DEADLINE_MS } from "../../mqtt/deadline.ts";
import { carryProperties, expireAfter, type Publication } from "../../mqtt/publication.ts";
import { MESSAGE_EXPIRY } from "../../mqtt/version-5/property.ts";
import { longProperty } from "../../mqtt/version-5/property-bytes.ts";
import type { Send } from "./send-record.ts";

/** The longest expiry in MQTT 5.0 as a whole number of every engine: 68 years. */
export const LONGEST_SEND_DEADLINE_MS = 2_147_483_647_000;

/**
 * Gives the publication a deadline of so many milliseconds, 0 for none. Returns the moment at which a long
 * one is over, by the computer's clock; `undefined` for a short one.
 */
export function limited(publication: Publication, deadline: number): number | undefined {
  if (deadline > LONGEST_DEADLINE_MS) return Date.now() + deadline;
  expireAfter(publication, deadline);
  return undefined;
}

/** Tells the broker the rest of a long deadline, in whole seconds. */
export function tellExpiry({ publication, properties, deadline, until }: Send): void {
  if (deadline > 0 || until === undefined) return;
  // A store may hold any number.
  const left = Math.min(until - Date.now(), LONGEST_SEND_DEADLINE_MS);
  const seconds = Math.max(1, Math.ceil(left / 1000));
  carryProperties(publication, properties + longProperty(MESSAGE_EXPIRY, seconds));
}
