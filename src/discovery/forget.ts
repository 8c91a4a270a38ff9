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

/** What is left of the device `id` among the messages that a broker has kept: its announcements, then all below its root. */
export function leftoversOf(id: string, kept: readonly KeptMessage[]): Leftovers {
  const configs = kept.flatMap(({ topic, payload }) => {
    const config = recordIn(payload);
    return config !== undefined && isOf(id, config) ? [{ topic, config }] : [];
  });
  const roots = new Set(configs.flatMap(({ config }) => rootOf(config)));
  const isBelow = (topic: string) => [...roots].some((root) => topic.startsWith(`${root}/`));
  const states = kept.filter(({ topic }) => isBelow(topic));
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
