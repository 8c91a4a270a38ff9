// The time of a stamped message as a user property (MQTT 5.0, 3.3.2.3.7), for those that do not look into
// payloads. A message that waits is sent much later: so its time is read from its payload, which ends with
// it.
import { QUESTIONS, STAMPED } from "../../features.ts";
import type { Client } from "../client.ts";
import { speaks5 } from "../protocol.ts";
import { asking, isAsking, type Publication, renewProperties } from "../publication.ts";
import { CORRELATION_DATA } from "./property.ts";
import { textProperty, userProperty } from "./property-bytes.ts";

const NAME = "time";
/** Epoch seconds have ten digits from 2001 to 2286. */
const TIME_BYTES = 10;
const NINE = 57;

/** The next packet of a timed publication has this payload, and gets its time. */
export function takeTime(client: Client, publication: Publication, payload: string): void {
  if (!speaks5(client)) return;
  const properties = propertiesWith(publication, payload);
  if (properties === publication.fixedProperties) return;
  const { alias } = publication;
  renewProperties(publication, properties, alias > 0 && alias <= client.protocol.terms.topicAliases);
}

function propertiesWith({ fixedProperties, timedAt }: Publication, payload: string): string {
  if (QUESTIONS && (!STAMPED || isAsking(timedAt)))
    return fixedProperties.substring(0, asking(timedAt)) + textProperty(CORRELATION_DATA, payload);
  const own = fixedProperties.substring(0, timedAt);
  const time = timeIn(payload);
  return time === "" ? own : own + userProperty(NAME, time);
}

/** The digits in front of the last byte; "" where a word stands there. */
function timeIn(payload: string): string {
  const end = payload.length - 1;
  if (end < TIME_BYTES || payload.charCodeAt(end - 1) > NINE) return "";
  return payload.substring(end - TIME_BYTES, end);
}
