// A message of a program as its store on disk has it.
import { LONGEST_DEADLINE_MS } from "../../mqtt/deadline.ts";
import { type Publication, prepare, setDeadline, setFixedProperties } from "../../mqtt/publication.ts";
import type { Qos } from "./client-options.ts";
import { bytesOf } from "./text.ts";

/** A message that waits for its broker. */
export interface StoredSend {
  topic: string;
  /** One character a byte. */
  payload: string;
  qos: Qos;
  retain: boolean;
  /** As the publication's `fixedProperties`. */
  properties: string;
  /** By the computer's clock, in milliseconds since 1970: from then on it is not sent any more. */
  until?: number;
}

/** What it is sent with. */
export function publicationOf({ topic, qos, retain, properties, until }: StoredSend): Publication {
  const publication = prepare(bytesOf(topic), qos, retain, "reject");
  setFixedProperties(publication, properties);
  if (until !== undefined)
    setDeadline(publication, Math.max(1, Math.min(until - Date.now(), LONGEST_DEADLINE_MS)));
  return publication;
}
