// Permissions of one client to publish, subscribe and receive: the first matching row of its list decides.
import { queueFilter, sharedFilter } from "../filters.ts";
import type { Qos } from "../message.ts";
import { patternTakes, type TopicPattern } from "./topic-pattern.ts";

export interface Permissions {
  publish: (topic: string, qos: Qos, retain: boolean) => boolean;
  /** `filter` as the client wrote it; `qos` is the highest QoS that it is granted. */
  subscribe: (filter: string, qos: Qos) => boolean;
  /** May the client receive a message for this topic, for its subscription with this filter? */
  receive: (topic: string, filter: string, qos: Qos) => boolean;
  /** The approximate bytes of memory that the permissions take. */
  bytes: number;
}

export interface Rule {
  isAllowed: boolean;
  action: "publish" | "subscribe" | "all";
  topic: TopicPattern;
  qos: readonly number[];
  /** The RETAIN flag of the messages that the row concerns; undefined for all messages. */
  retain: boolean | undefined;
}

/** All permissions, as without an authenticator. */
export const EVERYTHING: Permissions = {
  publish: () => true,
  subscribe: () => true,
  receive: () => true,
  bytes: 0,
};

/** Bytes of memory for a rule beside its topic. */
const RULE_BYTES = 300;

/** `otherwise`: the permission where no row matches. */
export function createPermissions(rules: readonly Rule[], otherwise: boolean): Permissions {
  const subscribing = rules.filter(({ action }) => action !== "publish");
  const publishing = rules.filter(({ action }) => action !== "subscribe");

  return {
    publish(topic, qos, retain) {
      const levels = topic.split("/");
      const rule = publishing.find(
        (rule) =>
          rule.qos.includes(qos) &&
          (rule.retain ?? retain) === retain &&
          isAbout(rule, (text) => text === topic, levels),
      );
      return rule?.isAllowed ?? otherwise;
    },
    subscribe(filter, qos) {
      const own = ownFilter(filter);
      const levels = own.split("/");
      const rule = subscribing.find(
        (rule) => rule.qos.includes(qos) && isAbout(rule, (text) => text === own, levels),
      );
      return rule?.isAllowed ?? otherwise;
    },
    receive(topic, filter, qos) {
      const own = ownFilter(filter);
      const levels = topic.split("/");
      const rule = subscribing.find(
        (rule) => rule.qos.includes(qos) && isAbout(rule, (text) => text === topic || text === own, levels),
      );
      return rule?.isAllowed ?? otherwise;
    },
    bytes: rules.reduce((sum, { topic }) => sum + bytesOf(topic) + RULE_BYTES, 0),
  };
}

/** A row with an unknown placeholder allows nothing, and denies every topic that it may concern. */
function isAbout(
  { isAllowed, topic }: Rule,
  isText: (text: string) => boolean,
  levels: readonly string[],
): boolean {
  if (topic.kind === "unfilled") return !isAllowed;
  return topic.kind === "literal" ? isText(topic.text) : patternTakes(topic.levels, levels, !isAllowed);
}

/** For a shared group or a queue, the permission concerns the topics of its filter. */
function ownFilter(filter: string): string {
  return sharedFilter(filter)?.filter ?? queueFilter(filter) ?? filter;
}

function bytesOf(topic: TopicPattern): number {
  if (topic.kind === "unfilled") return 0;
  return topic.kind === "literal" ? topic.text.length : topic.bytes;
}
