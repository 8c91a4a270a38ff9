// The command ringmote forget for devices that are named: finds the messages that the broker keeps of them,
// shows them, asks, deletes them, and checks that they are gone.

import { unknownName } from "../../../src/arguments/nearest-name.ts";
import { isAskable } from "../../../src/discovery/askable-topic.ts";
import {
  announcedIn,
  type Leftovers,
  leftoversOf,
  type Wanted,
  wantedDevice,
  wantedRoot,
} from "../../../src/discovery/forget.ts";
import {
  announcementFilters,
  announcementsIn,
  isRoot,
  type KeptMessage,
  topicsByName,
} from "../../../src/discovery/kept-announcements.ts";
import { askYes } from "../../terminal/ask-yes.ts";
import { note, print, printJson } from "../../terminal/output.ts";
import { askKept } from "../broker/ask-kept.ts";
import type { BrokerAddress } from "../broker/broker-url.ts";
import { isName, shortName } from "../broker/device-name.ts";
import { letGo } from "../broker/let-go.ts";
import { brokerOf } from "../broker/tls-files.ts";
import { wildcardsAreTold } from "../doctor/wildcard-check.ts";
import { RunError, UsageError } from "../words/failure.ts";
import { requireWildcards } from "./announced-devices.ts";
import type { ForgetOptions } from "./forget.ts";
import { leftoverLines, messages, tellDoubtful } from "./forget-lines.ts";

/** The prefix below which devices are announced. Throws a UsageError for one that none can have. */
export function checkPrefix(prefix: string): void {
  if (!isName(prefix))
    throw new UsageError(
      `--prefix "${shortName(prefix)}" is not allowed; it is a topic without a wildcard, such as homeassistant.`,
    );
}

/**
 * A root or a pattern of identities or an identity, as somebody typed it. Throws a UsageError for what no
 * device has.
 */
export function checkedName(name: string, prefix: string): string {
  const isNone = !isName(name) || (name.includes("*") && name.includes("/"));
  if (isNone)
    throw new UsageError(
      `No device has the name "${shortName(name)}"; name one device, or several as 'climate-*', or the root of one without a wildcard.`,
    );
  if (name.includes("/") && !isRoot(rootNamed(name), prefix))
    throw new UsageError(
      `No device's topics begin with "${name}": a root has no empty level, no $ before it, and is not where devices are announced.`,
    );
  return name;
}

function rootNamed(name: string): string {
  return name.replace(/\/$/, "");
}

export async function forgetDevices(names: readonly string[], options: ForgetOptions): Promise<void> {
  const broker = brokerOf(options);
  const { seconds, dryRun, evenOnline, yes, prefix } = options;
  const { kept, filters, left } = await findLeftovers(broker, names, options);
  const devices = left.filter(({ topics }) => topics.length > 0);
  if (devices.length === 0) throw new RunError(nothingOf(names, kept, prefix));
  const goes = evenOnline || dryRun ? devices : devices.filter(({ isOnline }) => !isOnline);
  const stays = devices.filter((device) => !goes.includes(device));
  if (dryRun) return tell(goes, options);
  if (goes.length > 0) {
    if (!yes) {
      print(leftoverLines(goes));
      tellDoubtful(goes);
      const what = `${messages(goes.flatMap(({ topics }) => topics).length)} of ${goes.length === 1 ? goes[0].id : `${goes.length} devices`}`;
      if (!(await askYes(`Take ${what} away for good?`))) throw new RunError("Nothing was taken.");
    }
    await letGo(broker, goes, filters, seconds);
    tell(goes, options);
  }
  if (stays.length > 0) {
    const [are, themselves, them] =
      stays.length === 1 ? ["is", "itself", "it"] : ["are", "themselves", "them"];
    throw new RunError(
      `${stays.map(({ id }) => id).join(", ")} ${are} connected or asleep, and would announce ${themselves} again; switch ${them} off first, or say --even-online.`,
    );
  }
}

/** What the broker keeps of the devices, and the filters that gave it. */
async function findLeftovers(
  broker: BrokerAddress,
  names: readonly string[],
  { seconds, prefix }: ForgetOptions,
): Promise<{ kept: readonly KeptMessage[]; filters: readonly string[]; left: Leftovers[] }> {
  const patterns = names.filter((name) => name.includes("*"));
  const roots = names.filter((name) => name.includes("/")).map(rootNamed);
  const ids = names.filter((name) => !name.includes("*") && !name.includes("/"));
  const inFull: Wanted[] = ids.map((id) => wantedDevice(id));
  const byName = namedTopics([...inFull, ...roots.map(lastLevel)], prefix);
  const first = [...announcementFilters(prefix), ...byName];
  const announcements = await askKept(broker, first, seconds);
  const isMeant = matcher(patterns);
  const wanted = [
    ...inFull,
    ...roots.flatMap((root) => wantedRoot(root, announcements, prefix)),
    ...announcedIn(announcements, prefix)
      .filter(({ id }) => isMeant(id))
      .map(({ id }) => wantedDevice(id, false)),
  ];
  const sure = leftoversOf(wanted, announcements, prefix).flatMap((device) => device.roots);
  const ofThem = new Set(wanted.map(({ id }) => id));
  const named = announcementsIn(announcements, prefix)
    .filter(({ id }) => ofThem.has(id))
    .flatMap((announcement) => announcement.names)
    .filter((topic) => isAskable(topic) && sure.some((root) => topic.startsWith(`${root}/`)));
  const second = [...new Set([...sure.map((root) => `${root}/#`), ...named])];
  const below = await askKept(broker, second, seconds);
  const kept = [...new Map([...announcements, ...below].map((message) => [message.topic, message])).values()];
  const wantedTopics = new Set([...byName, ...named]);
  if (kept.every(({ topic }) => wantedTopics.has(topic))) {
    if (inFull.length + roots.length === 0) await requireWildcards(broker);
    else if ((await wildcardsAreTold(broker)) === "not told")
      note(
        `ringmote: warning: this broker does not give what it keeps to whoever asks with a wildcard; asked was for ${wantedTopics.size} topics by name, and what a device has elsewhere stays.`,
      );
  }
  return { kept, filters: [...first, ...second], left: leftoversOf(wanted, kept, prefix) };
}

/** The device that a root may be of. */
function lastLevel(root: string): Wanted {
  return { id: root.slice(root.lastIndexOf("/") + 1), roots: [root] };
}

function namedTopics(wanted: readonly Wanted[], prefix: string): string[] {
  return [
    ...new Set(wanted.flatMap(({ id, roots }) => roots.flatMap((root) => topicsByName(id, root, prefix)))),
  ];
}

function matcher(patterns: readonly string[]): (id: string) => boolean {
  const escaped = patterns.map((pattern) =>
    pattern.replace(/[.?^$()|[\]{}\\]/g, "\\$&").replace(/\*+/g, ".*"),
  );
  const expressions = escaped.map((pattern) => new RegExp(`^${pattern}$`, "s"));
  return (id) => expressions.some((expression) => expression.test(id));
}

function nothingOf(names: readonly string[], kept: readonly KeptMessage[], prefix: string): string {
  const known = announcedIn(kept, prefix).map(({ id }) => id);
  const it = names.length === 1 ? "it" : "them";
  return `The broker keeps nothing of ${it}. ${unknownName("device", names.join('", "'), known)}`;
}

function tell(left: readonly Leftovers[], { json, dryRun }: ForgetOptions): void {
  if (json)
    for (const { id, topics, isOnline, doubtful } of left)
      printJson({ device: id, topics, isOnline, forgotten: dryRun !== true, notTaken: doubtful });
  else if (dryRun) print(left.flatMap(({ topics }) => topics).join("\n"));
  else
    for (const { id, topics } of left)
      print(`${id} is forgotten: the broker has let go of ${messages(topics.length)}.`);
  tellDoubtful(left);
}
