// The announcements among what a broker keeps: whose each is, and what it may be believed. Anybody who may
// write below the discovery prefix can claim anything in one. In no image.
import { DIAGNOSTIC_NAMES } from "../device/declare/diagnostics.ts";
import {
  commandTopic,
  latestTopic,
  logTopic,
  problemTopic,
  SETTINGS_NAME,
  statusTopic,
  UPDATE_NAME,
  valueTopic,
} from "../device/run/topics.ts";
import { PREFIX } from "./announcements.ts";
import { isAskable } from "./askable-topic.ts";
import { PROBLEM } from "./problem-entity.ts";

/** A message that the broker has kept. */
export interface KeptMessage {
  topic: string;
  payload: string;
}

/** An announcement that names its device as one identity. */
export interface FoundAnnouncement {
  topic: string;
  id: string;
  /** It is as a device itself announces: at a topic that carries its identity. */
  isOwn: boolean;
  /** Where it says that the device's topics begin. */
  root: string | undefined;
  /** Topics that it names. */
  names: readonly string[];
}

/** Subscribe to these for all announcements of devices. */
export function announcementFilters(prefix: string = PREFIX): string[] {
  return [`${prefix}/+/+/config`, `${prefix}/+/+/+/config`];
}

/** The announcements among the messages. */
export function announcementsIn(kept: readonly KeptMessage[], prefix: string = PREFIX): FoundAnnouncement[] {
  return kept.flatMap(({ topic, payload }) => {
    if (!isBelow(topic, prefix) || !topic.endsWith("/config")) return [];
    const config = recordIn(payload);
    const device = recordOf(config?.dev);
    const id = device?.ids;
    if (config === undefined || typeof id !== "string") return [];
    const [kind, object, ...more] = topic.slice(prefix.length + 1, -"/config".length).split("/");
    const isOwn = more.length === 0 && isOwnOf(id, kind, object, config);
    return [{ topic, id, isOwn, root: rootIn(config), names: [...topicsNamed(config)] }];
  });
}

/**
 * May the device `id` say that its topics begin at `root`? Only where that ends in its own identity, which is
 * nobody else's; never below the discovery prefix, and not where a broker speaks of itself.
 */
export function mayBeRootOf(id: string, root: string, prefix: string = PREFIX): boolean {
  return isRoot(root, prefix) && root.slice(root.lastIndexOf("/") + 1) === id;
}

/** Can topics of any device begin there? */
export function isRoot(root: string, prefix: string = PREFIX): boolean {
  const isTopic = isAskable(root) && !root.split("/").includes("") && !root.startsWith("$");
  return isTopic && root !== prefix && !isBelow(root, prefix) && !isBelow(prefix, root);
}

export function isBelow(topic: string, above: string): boolean {
  return topic.startsWith(`${above}/`);
}

/**
 * A device's announcements are split when they are long: "_2", "_3"... So many of the first are asked for by
 * name.
 */
const PARTS = 16;

/**
 * The topics of a device that are known without its announcements, for brokers that do not tell by wildcards
 * what they keep: those of its announcements, and those at `root` that many devices have.
 */
export function topicsByName(id: string, root: string, prefix: string = PREFIX): string[] {
  const parts = Array.from({ length: PARTS }, (_, i) => (i === 0 ? id : `${id}_${i + 1}`));
  // The problem was a sensor once.
  const keys = [PROBLEM, ...DIAGNOSTIC_NAMES];
  return [
    ...parts.map((part) => `${prefix}/device/${part}/config`),
    `${prefix}/binary_sensor/${id}-${PROBLEM}/config`,
    ...keys.map((key) => `${prefix}/sensor/${id}-${key}/config`),
    `${prefix}/${UPDATE_NAME}/${id}-${UPDATE_NAME}/config`,
    ...[statusTopic(root), problemTopic(root), logTopic(root), valueTopic(root, SETTINGS_NAME)],
    ...[valueTopic(root, UPDATE_NAME), commandTopic(root, UPDATE_NAME), latestTopic(root)],
    ...DIAGNOSTIC_NAMES.map((name) => valueTopic(root, name)),
  ];
}

type Config = { readonly [key: string]: unknown };

/** Device form says that ringmote made it; component form has the entity's unique id in its topic. */
function isOwnOf(id: string, kind: string, object: string | undefined, config: Config): boolean {
  if (object === undefined || !/^[\w-]+$/.test(id)) return false;
  if (kind !== "device") return object === config.uniq_id && object.startsWith(`${id}-`);
  const part = object.startsWith(id) ? object.slice(id.length) : undefined;
  return part !== undefined && /^(_\d+)?$/.test(part) && recordOf(config.o)?.name === "ringmote";
}

/** Its status is right below. A device that sleeps names none, and its sensors' states are there. */
function rootIn(config: Config): string | undefined {
  const { avty_t: status, "~": base } = config;
  if (status === undefined) return sleepersRoot(config);
  if (typeof status !== "string" || !status.endsWith("/status")) return undefined;
  const root = status.slice(0, -"/status".length);
  return root === "~" && typeof base === "string" ? base : root;
}

function sleepersRoot(config: Config): string | undefined {
  const parts = partsOf(config);
  const base = parts.map((part) => part?.["~"]).find((text) => typeof text === "string");
  if (base !== undefined) return base;
  const state = parts.map((part) => part?.stat_t).find((text) => typeof text === "string");
  return state?.includes("/") ? state.slice(0, state.lastIndexOf("/")) : undefined;
}

/** The announcement, and each component in it. */
function partsOf(config: Config): (Config | undefined)[] {
  return [config, ...Object.values(recordOf(config.cmps) ?? {}).map(recordOf)];
}

/** Topics of the announcement and of each component in it: their keys end in "_t". */
function* topicsNamed(config: Config): Generator<string> {
  for (const component of partsOf(config)) {
    const base = typeof component?.["~"] === "string" ? component["~"] : "~";
    for (const [key, topic] of Object.entries(component ?? {}))
      if (key.endsWith("_t") && typeof topic === "string") yield topic.replace(/^~/, () => base);
  }
}

function recordIn(payload: string): Config | undefined {
  try {
    return recordOf(JSON.parse(payload));
  } catch {
    return undefined;
  }
}

function recordOf(value: unknown): Config | undefined {
  return typeof value === "object" && value !== null ? (value as Config) : undefined;
}
