// Topic names and filters: their rules, and the match of a name with a filter (MQTT 3.1.1, 4.7).
import { refusedCharacters } from "../bytes/control-characters.ts";
import { isUtf8 } from "../bytes/well-formed.ts";

/** Can `topic` be published to? `topicFault` says why not, on a computer. */
export function isTopic(topic: string): boolean {
  return topic !== "" && topic.length <= 65535 && topic.indexOf("\0") < 0 && !hasWildcard(topic);
}

/** The reason why `topic` cannot be published to, in words; `undefined` when it can. */
export function topicFault(topic: string): string | undefined {
  if (topic === "") return "a topic has at least one character";
  if (topic.length > 65535) return "a topic has at most 65535 bytes";
  const refused = refusedCharacters(topic);
  if (refused !== "") return "a topic must not hold " + refused + ": brokers end the connection for them";
  if (topic.indexOf("+") >= 0 || topic.indexOf("#") >= 0)
    return "a topic that is published to must not hold the wildcards + and #";
  return undefined;
}

/** What `receivedName` says. */
const NAME_SOUND = 0;
/** It is not text that MQTT allows: with the character NUL, or not UTF-8 [MQTT-1.5.3-1] [MQTT-1.5.3-2]. */
export const NAME_ILL_FORMED = 1;
/** It is empty, or holds a wildcard [MQTT-4.7.3-1] [MQTT-3.3.2-2]. */
export const NAME_FORBIDDEN = 2;

export type NameSoundness = typeof NAME_SOUND | typeof NAME_ILL_FORMED | typeof NAME_FORBIDDEN;

/** The verdict on a topic name that the broker has sent. @cold */
export function receivedName(topic: string): NameSoundness {
  if (topic.indexOf("\0") >= 0 || !isUtf8(topic)) return NAME_ILL_FORMED;
  return topic === "" || hasWildcard(topic) ? NAME_FORBIDDEN : NAME_SOUND;
}

/** The reason why `filter` cannot be subscribed to, in words; `undefined` when it can [MQTT-4.7.1-1..3]. */
export function filterFault(filter: string): string | undefined {
  if (filter === "") return "a filter has at least one character";
  if (filter.length > 65535) return "a filter has at most 65535 bytes";
  const refused = refusedCharacters(filter);
  if (refused !== "") return "a filter must not hold " + refused + ": brokers end the connection for them";
  if (isShared(filter) && !hasGroup(filter))
    return "a shared filter names its group, without wildcards, and what the group takes: $share/group/a/b";
  for (let i = 0; i < filter.length; i++) {
    const char = filter.charCodeAt(i);
    if (char !== PLUS && char !== HASH) continue;
    if (i > 0 && filter.charCodeAt(i - 1) !== SLASH) return "a wildcard fills its whole level: a/+/b, a/#";
    if (i + 1 < filter.length && (char === HASH || filter.charCodeAt(i + 1) !== SLASH))
      return "the wildcard # is the filter's last character, and + fills its whole level";
  }
  return undefined;
}

const PLUS = 43;
const HASH = 35;
const SLASH = 47;
const DOLLAR = 36;

const SHARE = "$share/";

/** Is it a shared filter, "$share/group/a/+"? Brokers know these for MQTT 3.1.1 too. */
function isShared(filter: string): boolean {
  return filter.indexOf(SHARE) === 0;
}

/** The start of the part of a filter that topics are matched by: after the group's name in a shared one. */
export function ownPart(filter: string): number {
  return isShared(filter) ? SHARE.length + filter.substring(SHARE.length).indexOf("/") + 1 : 0;
}

/** Does a shared filter have a group with a name, and a part of its own after that? */
function hasGroup(filter: string): boolean {
  const own = ownPart(filter);
  return own > SHARE.length + 1 && own < filter.length && !hasWildcard(filter.substring(SHARE.length, own));
}

/** Does the filter hold a wildcard? */
export function hasWildcard(filter: string): boolean {
  return filter.indexOf("+") >= 0 || filter.indexOf("#") >= 0;
}

/** Does the filter match other topics besides the one that is spelled like it? */
export function isPattern(filter: string): boolean {
  return hasWildcard(filter) || isShared(filter);
}

/** Does `filter` match `topic`? Both must be valid. */
export function matches(filter: string, topic: string): boolean {
  let f = ownPart(filter);
  if (topic.charCodeAt(0) === DOLLAR && filter.charCodeAt(f) !== DOLLAR) return false; // [MQTT-4.7.2-1]
  let t = 0;
  while (f < filter.length && filter.charCodeAt(f) !== HASH) {
    if (filter.charCodeAt(f) === PLUS) {
      while (t < topic.length && topic.charCodeAt(t) !== SLASH) t += 1;
    } else if (t < topic.length && filter.charCodeAt(f) === topic.charCodeAt(t)) t += 1;
    else break;
    f += 1;
  }
  if (f === filter.length) return t === topic.length;
  if (filter.charCodeAt(f) === HASH) return true;
  // "a/#" also matches "a".
  return (
    t === topic.length &&
    f + 2 === filter.length &&
    filter.charCodeAt(f + 1) === HASH &&
    filter.charCodeAt(f) === SLASH
  );
}
