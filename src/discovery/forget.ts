// Taking a device out of Home Assistant altogether: which retained messages of it the broker is to let go. In no image.
//
// A device has no command for it: nobody should be able to make a living lock vanish with one message, and a device that
// lives announces itself again anyway. It is done by whoever has the right to write to the broker, when the device is gone.
import { PREFIX } from "./announcements.ts";

/** A message that the broker has kept. */
export interface KeptMessage {
  topic: string;
  payload: string;
}

export interface Leftovers {
  /** Topics to publish an empty retained message to, in this order. */
  topics: readonly string[];
  /** Is the device connected, as far as the broker knows? Then it announces itself again at its next connection. */
  isOnline: boolean;
}

/** Subscribe to these for all announcements of devices. */
export function announcementFilters(prefix: string = PREFIX): string[] {
  return [`${prefix}/+/+/config`, `${prefix}/+/+/+/config`];
}

/** A device that announcements tell of, and where its topics begin. */
export interface Announced {
  id: string;
  roots: readonly string[];
}

/** The devices that the announcements among the messages tell of, in the order of their identities. */
export function announcedIn(kept: readonly KeptMessage[]): Announced[] {
  const found = new Map<string, Set<string>>();
  for (const { payload } of kept) {
    const config = recordIn(payload);
    const id = config?.dev?.ids;
    if (config === undefined || typeof id !== "string") continue;
    const roots = rootOf(config);
    if (roots.length > 0) found.set(id, new Set([...(found.get(id) ?? []), ...roots]));
  }
  return [...found].map(([id, roots]) => ({ id, roots: [...roots] })).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * What is left of the device `id` among the messages that a broker has kept: its announcements, then all below the roots
 * that they name and those that are `known` besides; but not what is below the root of another device, further down.
 */
export function leftoversOf(
  id: string,
  kept: readonly KeptMessage[],
  known: readonly string[] = [],
): Leftovers {
  const configs = kept.flatMap(({ topic, payload }) => {
    const config = recordIn(payload);
    return config !== undefined && isOf(id, config) ? [{ topic, config }] : [];
  });
  const roots = new Set([...known, ...configs.flatMap(({ config }) => rootOf(config))]);
  const isBelow = (topic: string, below: Iterable<string>) =>
    [...below].some((root) => topic.startsWith(`${root}/`));
  const others = announcedIn(kept)
    .filter((one) => one.id !== id)
    .flatMap((one) => one.roots)
    .filter((root) => isBelow(root, roots));
  const states = kept.filter(({ topic }) => isBelow(topic, roots) && !isBelow(topic, others));
  const isOnline = [...roots].some((root) =>
    kept.some(({ topic, payload }) => topic === `${root}/status` && payload === "online"),
  );
  return { topics: [...configs, ...states].map(({ topic }) => topic), isOnline };
}

interface Config {
  dev?: { ids?: unknown };
  avty_t?: unknown;
  "~"?: unknown;
}

function isOf(id: string, { dev }: Config): boolean {
  return dev?.ids === id;
}

/** Where its topics begin: its status is right below. */
function rootOf({ avty_t: status, "~": base }: Config): string[] {
  if (typeof status !== "string" || !status.endsWith("/status")) return [];
  const root = status.slice(0, -"/status".length);
  return [root === "~" && typeof base === "string" ? base : root];
}

function recordIn(payload: string): Config | undefined {
  try {
    const value: unknown = JSON.parse(payload);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
