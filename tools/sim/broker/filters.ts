// Topic filters by their levels: what may be written, and which topic they take (MQTT 3.1.1, 4.7). Written apart from the
// client's own matching, so that a fault in one shows against the other.

import type { Breach } from "./breaches.ts";

/** A filter of a group of subscribers: each message goes to one of them. */
export interface SharedFilter {
  group: string;
  filter: string;
}

const SHARED = /^\$share\/([^/+#]+)\/(.+)$/s;

/** The parts of "$share/group/filter"; undefined for any other filter. */
export function sharedFilter(filter: string): SharedFilter | undefined {
  const [, group, shared] = SHARED.exec(filter) ?? [];
  return group === undefined ? undefined : { group, filter: shared };
}

/** Topics and filters have no more levels than Mosquitto takes: walking a tree of them needs a bound. */
const MOST_LEVELS = 200;

function hasTooManyLevels(text: string): boolean {
  return text.length >= MOST_LEVELS && text.split("/", MOST_LEVELS + 1).length > MOST_LEVELS;
}

/** What is wrong with a topic that is published to. */
export function topicBreach(topic: string): Breach | undefined {
  if (topic === "") return "emptyTopic";
  if (hasTooManyLevels(topic)) return "tooManyLevels";
  if (/[+#]/.test(topic)) return "wildcardInTopic";
  return topic.includes("\0") ? "nul" : undefined;
}

/** What is wrong with a filter, shared or not. */
export function filterBreach(filter: string): Breach | undefined {
  if (filter === "") return "emptyTopic";
  if (filter.includes("\0")) return "nul";
  if (hasTooManyLevels(filter)) return "tooManyLevels";
  return isSoundFilter(sharedFilter(filter)?.filter ?? filter) ? undefined : "badFilter";
}

/** Do the wildcards stand where they may? */
function isSoundFilter(filter: string): boolean {
  const levels = filter.split("/");
  return levels.every(
    (level, index) => level === "+" || (level === "#" && index === levels.length - 1) || !/[+#]/.test(level),
  );
}

/** Does a sound filter, which is not shared, take this topic? */
export function takes(filter: string, topic: string): boolean {
  if (filter === topic) return true;
  if (!filter.includes("+") && !filter.includes("#")) return false;
  if (topic.startsWith("$") && !filter.startsWith("$")) return false; // [MQTT-4.7.2-1]
  const wanted = filter.split("/");
  const given = topic.split("/");
  for (const [index, level] of wanted.entries()) {
    if (level === "#") return true;
    if (index >= given.length) return false;
    if (level !== "+" && level !== given[index]) return false;
    // "a/#" takes "a" as well.
    if (index === given.length - 1 && wanted[index + 1] === "#") return true;
  }
  return wanted.length === given.length;
}
