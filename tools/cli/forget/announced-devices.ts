// The devices that are announced at a broker: what ringmote forget names, and finds those that a pattern
// means among.
import { statusTopic } from "../../../src/device/run/topics.ts";
import { isAskable } from "../../../src/discovery/askable-topic.ts";
import { type AnnouncedDevice, announcedIn, isAlive } from "../../../src/discovery/forget.ts";
import { announcementFilters, type KeptMessage } from "../../../src/discovery/kept-announcements.ts";
import { print, printJson } from "../../terminal/output.ts";
import { askKept } from "../broker/ask-kept.ts";
import type { BrokerAddress } from "../broker/broker-url.ts";
import { brokerOf } from "../broker/tls-files.ts";
import { wildcardsAreTold } from "../doctor/wildcard-check.ts";
import { columns } from "../words/columns.ts";
import { RunError } from "../words/failure.ts";
import type { ForgetOptions } from "./forget.ts";

/** Names the devices that are announced, and whether each is connected or asleep. */
export async function nameAnnounced(options: ForgetOptions): Promise<void> {
  const broker = brokerOf(options);
  const { seconds, json, prefix } = options;
  const announced = announcedIn(await askKept(broker, announcementFilters(prefix), seconds), prefix);
  if (announced.length === 0) await requireWildcards(broker);
  const statuses = await aliveRoots(broker, announced, seconds);
  const devices = announced.map(({ id, roots }) => {
    const status = roots.map((root) => statuses.get(root)).find((word) => word !== undefined) ?? "offline";
    return { device: id, status, isOnline: status === "online", roots };
  });
  if (json) printJson(devices);
  else if (devices.length === 0) print("No device is announced at this broker.");
  else print(columns(devices.map(({ device, status, roots }) => [device, status, roots.join(", ")])));
}

/** Nothing was heard by wildcards: throws unless that means that there is nothing. */
export async function requireWildcards(broker: BrokerAddress): Promise<void> {
  const answer = await wildcardsAreTold(broker);
  if (answer === "not told")
    throw new RunError(
      "This broker does not give what it keeps to whoever asks with a wildcard, so that nobody can ask which devices are announced; name each device in full.",
    );
  if (answer === "not kept")
    throw new RunError(
      "The broker gave no announcement, and whether there are any is not known: it keeps nothing for this user, or does not let it read what it keeps; use a user who may read and write, or name each device in full.",
    );
}

/** The status at each root of a device that is connected or asleep. */
async function aliveRoots(
  broker: BrokerAddress,
  announced: readonly AnnouncedDevice[],
  seconds: number,
): Promise<Map<string, string>> {
  const topics = new Set(
    announced
      .flatMap(({ roots }) => roots)
      .map(statusTopic)
      .filter(isAskable),
  );
  const statuses: KeptMessage[] = await askKept(broker, [...topics], seconds);
  return new Map(
    statuses
      .filter(({ payload }) => isAlive(payload))
      .map(({ topic, payload }) => [topic.slice(0, -"/status".length), payload]),
  );
}
