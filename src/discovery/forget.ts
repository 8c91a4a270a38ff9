// Taking devices out of Home Assistant altogether: which retained messages of them the broker is to let go.
// In no image.
//
// A device has no command for it: nobody should be able to make a living lock vanish with one message, and a
// device that lives announces itself again anyway. It is done by whoever has the right to write to the
// broker, when the device is gone.
import { ROOT } from "../device/run/topics.ts";
import { PREFIX } from "./announcements.ts";
import {
  announcementsIn,
  type FoundAnnouncement,
  isBelow,
  type KeptMessage,
  mayBeRootOf,
} from "./kept-announcements.ts";

/** What somebody wants forgotten: a device by its identity, or all at a root. */
export interface Wanted {
  /** The identity; where only a root is known, whatever it is called by. */
  id: string;
  /** Where its topics begin besides where it says so believably. */
  roots: readonly string[];
  /** Somebody named it, and so means each announcement that says it is of this device. */
  isNamed?: boolean;
}

export interface Leftovers {
  id: string;
  roots: readonly string[];
  /** Topics to publish an empty retained message to, in this order: announcements first. */
  topics: readonly string[];
  /**
   * Is the device connected or asleep, as far as the broker knows? Then it tells its states again, and
   * announces itself at its next connection, or when it has had no power.
   */
  isOnline: boolean;
  /** It says that its topics begin there as well, which nobody has to believe. */
  doubtful: readonly string[];
}

/** A device that is announced. */
export interface AnnouncedDevice {
  id: string;
  /** Where it says that its topics begin. */
  roots: readonly string[];
}

/** The devices that have announced themselves, in the order of their identities. */
export function announcedIn(kept: readonly KeptMessage[], prefix: string = PREFIX): AnnouncedDevice[] {
  const found = new Map<string, Set<string>>();
  for (const { id, isOwn, root } of announcementsIn(kept, prefix)) {
    if (!isOwn) continue;
    const roots = found.get(id) ?? new Set();
    if (root !== undefined) roots.add(root);
    found.set(id, roots);
  }
  return [...found].map(([id, roots]) => ({ id, roots: [...roots] })).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** A device as it is asked for by its identity: its topics begin where they do by default. */
export function wantedDevice(id: string, isNamed = true): Wanted {
  return { id, roots: [ROOT + id], isNamed };
}

/** All at a root: of the device that says so believably, and otherwise of each that says so. */
export function wantedRoot(root: string, kept: readonly KeptMessage[], prefix: string = PREFIX): Wanted[] {
  const last = root.slice(root.lastIndexOf("/") + 1);
  const own = announcementsIn(kept, prefix).filter(
    (announcement) => announcement.isOwn && announcement.root === root,
  );
  if (own.some(({ id }) => id === last)) return [{ id: last, roots: [root], isNamed: true }];
  const ids = [...new Set(own.map(({ id }) => id))];
  return ids.length === 0 ? [{ id: root, roots: [root] }] : ids.map((id) => ({ id, roots: [root] }));
}

/** A device while its leftovers are gathered. */
interface Gathered extends Wanted {
  roots: string[];
  topics: Set<string>;
  doubtful: Set<string>;
  isOnline: boolean;
}

/**
 * What is left of each device that is wanted among the messages that a broker has kept: its announcements,
 * then all below its roots. Of several roots above a topic the nearest has it, so that what is another
 * device's further down stays.
 */
export function leftoversOf(
  wanted: readonly Wanted[],
  kept: readonly KeptMessage[],
  prefix: string = PREFIX,
): Leftovers[] {
  const byId = new Map<string, Gathered>();
  for (const { id, roots, isNamed = false } of wanted) {
    const before = byId.get(id);
    byId.set(id, {
      id,
      roots: [...new Set([...(before?.roots ?? []), ...roots])],
      isNamed: isNamed || before?.isNamed === true,
      topics: new Set(),
      doubtful: new Set(),
      isOnline: false,
    });
  }
  const announcements = announcementsIn(kept, prefix);
  for (const announcement of announcements) takeAnnouncement(announcement, byId.get(announcement.id), prefix);
  const owners = rootOwners(byId.values(), announcements, kept);
  for (const { topic, payload } of kept) {
    const root = isBelow(topic, prefix) ? undefined : nearestRoot(topic, owners);
    const owner = root === undefined ? undefined : owners.get(root);
    if (owner === undefined || root === undefined) continue;
    owner.topics.add(topic);
    if (topic === `${root}/status` && isAlive(payload)) owner.isOnline = true;
  }
  return [...byId.values()].map(({ id, roots, topics, isOnline, doubtful }) => ({
    id,
    roots,
    topics: [...topics],
    isOnline,
    doubtful: [...doubtful].filter((root) => !roots.includes(root)),
  }));
}

/** What a device says of itself that comes back. */
export function isAlive(status: string): boolean {
  return status === "online" || status === "sleeping";
}

function takeAnnouncement(
  { topic, id, isOwn, root }: FoundAnnouncement,
  device: Gathered | undefined,
  prefix: string,
): void {
  if (device === undefined || !(isOwn || device.isNamed)) return;
  device.topics.add(topic);
  if (root === undefined || device.roots.includes(root)) return;
  if (isOwn && mayBeRootOf(id, root, prefix)) device.roots.push(root);
  else device.doubtful.add(root);
}

/** Who has each root: a device that is wanted, or `undefined` for another one. */
function rootOwners(
  wanted: Iterable<Gathered>,
  announcements: readonly FoundAnnouncement[],
  kept: readonly KeptMessage[],
): Map<string, Gathered | undefined> {
  const owners = new Map<string, Gathered | undefined>();
  // Whatever anybody says of others, or a status shows, is at most left where it is.
  for (const { root } of announcements) if (root !== undefined) owners.set(root, undefined);
  for (const { topic, payload } of kept)
    if (topic.endsWith("/status") && (isAlive(payload) || payload === "offline"))
      owners.set(topic.slice(0, -"/status".length), undefined);
  for (const device of wanted) for (const root of device.roots) owners.set(root, device);
  return owners;
}

function nearestRoot(topic: string, owners: ReadonlyMap<string, unknown>): string | undefined {
  for (let end = topic.lastIndexOf("/"); end >= 0; end = topic.lastIndexOf("/", end - 1)) {
    const above = topic.slice(0, end);
    if (owners.has(above)) return above;
    if (end === 0) break;
  }
  return undefined;
}
