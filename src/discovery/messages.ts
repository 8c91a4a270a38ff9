// The messages that an announcer sends. In Node they are made from the declaration whenever they are asked for; for an
// image the build writes this module anew (tools/image/discovery.ts), with the finished texts in it.
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
  const { client, id, root } = announcer;
  const declaration = announcer.announcing.declaration as DeviceDeclaration;
  const announcements = announcementsOf(declaration, budgetOf(declaration, client.link.room));
  return filled(announcedRecord(announcements), id, root);
}

/** The payload of the message in line `index` of the record. */
export function announcementPayload(announcer: Announcer, index: number): string {
  const { client, id, root, ports } = announcer;
  const declaration = announcer.announcing.declaration as DeviceDeclaration;
  const announcement = announcementsOf(declaration, budgetOf(declaration, client.link.room))[index];
  // Identity and root are bytes already.
  return announcement === undefined ? "" : filled(utf8(announcement.payload), id, root, ports.chipId());
}

/** The longest message that is announced: as the author says, or what the link takes at once. */
function budgetOf({ discovery }: DeviceDeclaration, linkBytes: number): number {
  return discovery?.messageBytes ?? linkBytes;
}
