// A message of a program as its store on disk has it.
import { LONGEST_DEADLINE_MS } from "../../mqtt/deadline.ts";
import { carryProperties, type Publication, prepare } from "../../mqtt/publication.ts";
import { topicFault } from "../../mqtt/topic.ts";
import { propertiesSoundness } from "../../mqtt/version-5/properties.ts";
import { counted } from "../../mqtt/version-5/property-bytes.ts";
import { SOUND } from "../../mqtt/version-5/soundness.ts";
import { propertyFaults } from "../faults/property-faults.ts";
import { receivedProperties } from "../message-properties.ts";
import type { Qos } from "../options.ts";
import { bytesOf } from "../text.ts";
import { limited } from "./long-deadline.ts";

/** A message that waits for its broker. */
export interface StoredSend {
  topic: string;
  /** One character a byte. */
  payload: string;
  qos: Qos;
  retain: boolean;
  /** As the publication's `fixedProperties`. */
  properties: string;
  /** The moment, by the computer's clock in milliseconds since 1970, from which it is not sent any more. */
  until?: number;
  /** The milliseconds until then at first: it waits no longer than this, by any clock. */
  deadline?: number;
}

/** The properties that a program gives: its deadline has a field of its own. */
const OWN_PROPERTIES = "\x01\x03\x08\x09";
/** The identifier of none. */
const NO_PROPERTY = 0;

/** Would `send` take it? A file may hold anything, and a faulty message would end each connection. */
export function isSendable({ topic, properties }: StoredSend): boolean {
  if (topicFault(bytesOf(topic)) !== undefined) return false;
  if (properties === "") return true;
  const given = counted(properties);
  return (
    propertiesSoundness(given, 0, given.length, OWN_PROPERTIES, NO_PROPERTY) === SOUND &&
    propertyFaults({ properties: receivedProperties(given) }, true).length === 0
  );
}

/**
 * The rest of its deadline by a clock that may have been set since: 0 or less where that is over, `undefined`
 * for one without.
 */
export function msLeft(
  { until, deadline = LONGEST_DEADLINE_MS }: StoredSend,
  now: number,
): number | undefined {
  return until === undefined ? undefined : Math.min(until - now, deadline);
}

/** The publication for it. */
export function publicationOf(send: StoredSend): Publication {
  const { topic, qos, retain, properties } = send;
  const publication = prepare(bytesOf(topic), qos, retain, "reject");
  carryProperties(publication, properties);
  const left = msLeft(send, Date.now());
  if (left !== undefined) limited(publication, Math.max(1, left));
  return publication;
}
