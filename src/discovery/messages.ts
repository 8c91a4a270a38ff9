// The messages that an announcer sends. In Node they are made from the declaration when they are first asked
// for; for an image the build writes this module anew (tools/image/discovery.ts), with the finished texts in
// it.
import { utf8 } from "../bytes/utf8.ts";
import type { DeviceDeclaration } from "../device/declare/device.ts";
import { announcedRecord, announcementsOf, birthTopicOf, filled } from "./announcements.ts";
import type { Announcer } from "./announcer.ts";

/** Is the device to be announced at all? */
export function isAnnounced(declaration: DeviceDeclaration): boolean {
  return declaration.discovery !== undefined;
}

/** Where Home Assistant says that it has started. */
export function birthTopic(declaration: DeviceDeclaration): string {
  return birthTopicOf(declaration);
}

/** The record of all messages, a line for each: its topic, and the keys in it (announcements.ts). */
export function announcedMessages(announcer: Announcer): string {
  return filled(composedFor(announcer).record, announcer.id, announcer.root);
}

/** The payload of the message in line `index` of the record. */
export function announcementPayload(announcer: Announcer, index: number): string {
  const { id, root, ports } = announcer;
  const payload = composedFor(announcer).payloads[index];
  // Identity and root are bytes already.
  return payload === undefined ? "" : filled(payload, id, root, ports.chipId());
}

/** What devices of one declaration announce, in bytes, with stand-ins for what each has of its own. */
interface Composed {
  budget: number;
  record: string;
  payloads: readonly string[];
}

/**
 * Composed once for all devices that announce the same declaration: a fleet has thousands, and each says it
 * at every connect.
 */
const COMPOSED = new WeakMap<DeviceDeclaration, Composed>();

function composedFor({ client, announcing }: Announcer): Composed {
  const declaration = announcing.declaration as DeviceDeclaration;
  const budget = budgetOf(declaration, client.link.room);
  const known = COMPOSED.get(declaration);
  if (known?.budget === budget) return known;
  const announcements = announcementsOf(declaration, budget);
  const payloads = announcements.map(({ payload }) => utf8(payload));
  const composed = { budget, record: announcedRecord(announcements), payloads };
  COMPOSED.set(declaration, composed);
  return composed;
}

/** The longest message that is announced: as the author says, or what the link takes at once. */
function budgetOf({ discovery }: DeviceDeclaration, linkBytes: number): number {
  return discovery?.messageBytes ?? linkBytes;
}
