// The command ringmote updates: a program that is at the broker until it is ended, and comes back to one that was away.
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { BrokerFault } from "../../sim/real-broker/fault.ts";
import { note } from "../../terminal/output.ts";
import { connectTo } from "../broker/at-broker.ts";
import { brokerOf } from "../broker/tls-files.ts";
import { parentOf } from "../push/meant-devices.ts";
import { type PushedFirmware, pushedFirmware } from "../push/update-image.ts";
import { whenAskedToEnd } from "../when-asked-to-end.ts";
import { UsageError } from "../words/failure.ts";
import { HeldImages } from "./held-images.ts";
import { UpdateService } from "./update-service.ts";
import type { UpdatesOptions } from "./updates.ts";

/** What Home Assistant shows of a summary. */
const MOST_SUMMARY = 255;
/** A broker that is lost is asked again after this. */
const AGAIN_MS = 5000;

export async function serveUpdates(names: readonly string[], options: UpdatesOptions): Promise<void> {
  const { to, as, sign, keys } = options;
  const parent = parentOf(to);
  const firmware: PushedFirmware[] = [];
  for (const name of names) firmware.push(await pushedFirmware(name, as));
  requireServable(firmware, options);
  const presence = `${parent}/updates/${randomBytes(4).toString("hex")}`;
  const held = new HeldImages(firmware, to, parent, keys, sign);
  const service = new UpdateService(held, parent, presence, options);
  const endRequest = whenAskedToEnd().then(() => undefined);
  let isFirst = true;
  for (;;) {
    const fault = await serveOnce(service, presence, options, endRequest).catch((error: unknown) => {
      if (error instanceof BrokerFault && !isFirst) return error;
      throw error;
    });
    if (fault === undefined) return;
    isFirst = false;
    note(`ringmote: ${fault.message} It is asked again.`);
    const pause = sleep(AGAIN_MS).then(() => "later" as const);
    if ((await Promise.race([endRequest, pause])) === undefined) return;
  }
}

/** Serves while the broker is there. Returns why it is not any more; `undefined`: the program was ended. */
async function serveOnce(
  service: UpdateService,
  presence: string,
  options: UpdatesOptions,
  endRequest: Promise<undefined>,
): Promise<BrokerFault | undefined> {
  const connection = await connectTo(brokerOf(options), { clearsAtEnd: presence });
  try {
    let fail: (error: unknown) => void = () => {};
    const failed = new Promise<never>((_, reject) => (fail = reject));
    failed.catch(() => {});
    await service.begin(connection, fail);
    note(`ringmote: ${options.as} is held at ${connection.where} until this is ended.`);
    const end = await Promise.race([connection.lost, endRequest, failed]);
    if (end === undefined) await service.end(connection);
    return end;
  } finally {
    await connection.end();
  }
}

function requireServable(firmware: readonly PushedFirmware[], { to, summary, url }: UpdatesOptions): void {
  if (to !== "all" && firmware.length > 1)
    throw new UsageError("--to is for one firmware; of several each is for the devices that have its name.");
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
