// The arrival of the message that is being delivered, for a program that asks for it: a device's handlers
// need no more than the payload.
import { readUint16 } from "../../bytes/integers.ts";
import type { Client } from "../client.ts";

/** The highest of the four flags: the PUBLISH is sent again [MQTT-3.3.1-1]. */
const DUP = 8;
/** Messages at QoS 0 have no packet identifier [MQTT-2.3.1-5]. */
const NO_ID = 0;

export interface Arrival {
  qos: number;
  /** The broker says that it may have sent the message before. */
  duplicate: boolean;
  /** Its packet identifier, or `NO_ID`. */
  id: number;
  /** In 5.0 its properties, after their length; else "". */
  properties: string;
  /** Messages that no subscription takes, and the topic of the first one. */
  untaken: number;
  untakenTopic: string;
}

export function createArrival(): Arrival {
  return { qos: 0, duplicate: false, id: NO_ID, properties: "", untaken: 0, untakenTopic: "" };
}

/** Of the message that is being delivered now. */
export function arrivalOf(client: Client): Arrival {
  return client.arrival;
}

/** No subscription takes a message. @cold */
export function noteUntaken(client: Client, topic: string): void {
  if (client.arrival.untaken === 0) client.arrival.untakenTopic = topic;
  client.arrival.untaken += 1;
}

/**
 * Notes a PUBLISH by its first byte and, in 5.0, its counted properties; above QoS 0 its identifier stands at
 * `idAt`. @inline
 */
export function noteArrival(
  client: Client,
  header: number,
  bytes: string,
  idAt: number,
  properties: string,
): void {
  const qos = (header >> 1) & 3;
  client.arrival.qos = qos;
  client.arrival.duplicate = (header & 15) >= DUP;
  client.arrival.id = qos === 0 ? NO_ID : readUint16(bytes, idAt);
  client.arrival.properties = properties;
}
