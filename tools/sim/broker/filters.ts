// Topic filters by their levels: their rules, and the topics that they match (MQTT 3.1.1, 4.7). Written apart
// from the client's own matching, so that a fault in one shows against the other.

import type { Breach } from "./breaches.ts";

/** A filter of a shared group: each message goes to one member. */
export interface SharedFilter {
  group: string;
  filter: string;
}

const SHARE = "$share/";
const SHARED = /^\$share\/([^/+#]+)\/(.+)$/s;

/** The parts of "$share/group/filter"; undefined for any other filter. */
export function sharedFilter(filter: string): SharedFilter | undefined {
  const [, group, shared] = SHARED.exec(filter) ?? [];
  return group === undefined ? undefined : { group, filter: shared };
}

/** The prefix of a message queue's filter in a subscription. */
export const QUEUE = "$q/";

/** The filter of the message queue in "$q/filter"; undefined for any other filter. */
export function queueFilter(filter: string): string | undefined {
  return filter.startsWith(QUEUE) ? filter.slice(QUEUE.length) : undefined;
}

/** The limit on levels, which bounds a walk through a tree of topics and filters. */
function hasTooManyLevels(text: string, most: number): boolean {
  return text.length >= most && text.split("/", most + 1).length > most;
}

/** The fault of a topic to publish to, with at most so many levels. */
export function topicBreach(topic: string, mostLevels: number): Breach | undefined {
  if (topic === "") return "emptyTopic";
  if (hasTooManyLevels(topic, mostLevels)) return "tooManyLevels";
  if (/[+#]/.test(topic)) return "wildcardInTopic";
  return topic.includes("\0") ? "nul" : undefined;
}

/** The fault of a filter, shared or not, with at most so many levels. */
export function filterBreach(filter: string, mostLevels: number): Breach | undefined {
  if (filter === "") return "emptyTopic";
  if (filter.includes("\0")) return "nul";
  const shared = sharedFilter(filter);
  // A group without a name or without a filter is invalid [MQTT5-4.8.2-1].
  if (filter.startsWith(SHARE) && shared === undefined) return "badFilter";
  const own = shared?.filter ?? filter;
  if (hasTooManyLevels(own, mostLevels)) return "tooManyLevels";
  return isSoundFilter(own) ? undefined : "badFilter";
}

/** Are the wildcards in valid places? */
function isSoundFilter(filter: string): boolean {
  const levels = filter.split("/");
  return levels.every(
    (level, index) => level === "+" || (level === "#" && index === levels.length - 1) || !/[+#]/.test(level),
  );
}

/** Does the filter, valid and not shared, match the topic? */
export function matchesFilter(filter: string, topic: string): boolean {
  const [levels, names] = [filter.split("/"), topic.split("/")];
  // A wildcard in the first level matches no topic that begins with $ [MQTT-4.7.2-1].
  if (topic.startsWith("$") && /^[+#]/.test(filter)) return false;
  for (const [at, level] of levels.entries()) {
    if (level === "#") return true;
    if (at >= names.length || (level !== "+" && level !== names[at])) return false;
  }
  return levels.length === names.length;
}
