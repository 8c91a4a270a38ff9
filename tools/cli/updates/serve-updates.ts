// The command ringmote updates: reads its firmware, and serves it at the broker until it is ended.
import { randomBytes } from "node:crypto";
import { serveAtBroker } from "../broker/serve-at-broker.ts";
import { brokerOf } from "../broker/tls-files.ts";
import { parentOf, requireOneFor } from "../push/meant-devices.ts";
import { type PushedFirmware, pushedFirmware } from "../push/update-image.ts";
import { UsageError } from "../words/failure.ts";
import { HeldImages } from "./held-images.ts";
import { UpdateService } from "./update-service.ts";
import type { UpdatesOptions } from "./updates.ts";

/** What Home Assistant shows of a summary. */
const MOST_SUMMARY = 255;
export async function serveUpdates(names: readonly string[], options: UpdatesOptions): Promise<void> {
  const { to, as, sign, keys } = options;
  const parent = parentOf(to);
  const firmware: PushedFirmware[] = [];
  for (const name of names) firmware.push(await pushedFirmware(name, as));
  requireServable(firmware, options);
  const presence = `${parent}/updates/${randomBytes(4).toString("hex")}`;
  const held = new HeldImages(firmware, to, parent, keys, sign);
  const service = new UpdateService(held, parent, presence, options);
  await serveAtBroker(brokerOf(options), service, presence, `${options.as} is held`);
}

function requireServable(firmware: readonly PushedFirmware[], { to, summary, url }: UpdatesOptions): void {
  requireOneFor(to, firmware);
  const hidden = firmware.find(({ declaration }) => declaration.discovery === undefined);
  if (hidden !== undefined)
    throw new UsageError(
      `The firmware ${hidden.id} is not in Home Assistant; write discovery: homeAssistant() into its device, or use ringmote push.`,
    );
  if (summary.length > MOST_SUMMARY)
    throw new UsageError(
      `--summary has ${summary.length} characters, and at most ${MOST_SUMMARY} are shown.`,
    );
  if (url !== "" && !/^https?:\/\/[^\s/]+/.test(url))
    throw new UsageError(`--url ${JSON.stringify(url.slice(0, 80))} is no page; it begins with https://.`);
}
