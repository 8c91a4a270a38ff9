// Reasons why a kept message was dropped, in words.
import { DEADLINES, JOURNAL, MQTT5, OVERFLOW_THIN } from "../features.ts";
import { isGivenUp } from "./broker-packet-limit.ts";
import type { Client } from "./client.ts";
import {
  DROPPED_EXPIRED,
  DROPPED_REFUSED,
  DROPPED_REPLACED,
  DROPPED_THINNED,
  DROPPED_UNKEPT,
  DROPPED_UNOWNED,
  DROPPED_UNTAKEN,
} from "./dropped.ts";

/** The reason in words. @cold */
export function dropWords(client: Client, cause: number): string {
  if (MQTT5 && cause === DROPPED_REFUSED) return "the broker refused it: " + client.dropped.refusal;
  if (cause === DROPPED_UNTAKEN) {
    return isGivenUp(client)
      ? client.brokerPacketLimit.ends + " connections in a row ended when it came"
      : "the broker takes no messages of " + client.brokerPacketLimit.least + " bytes";
  }
  if (JOURNAL && cause === DROPPED_UNKEPT) return "the journal was full";
  if (JOURNAL && cause === DROPPED_UNOWNED)
    return "an earlier image kept it, and this one has no such sensor";
  if (DEADLINES && cause === DROPPED_EXPIRED) return "not sent within its deadline";
  if (OVERFLOW_THIN && cause === DROPPED_THINNED) return "thinned out";
  return cause === DROPPED_REPLACED ? "a later one took its place" : "the ring was full";
}
