// The command ringmote fleet: starts the fleet, reports its state, and ends it on request. Loaded only when
// the command runs, because it imports the simulator.

import { availableParallelism } from "node:os";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { NODE_LIMITS } from "../../../src/platform/node/device.ts";
import type { DeviceIdentity } from "../../sim/devices/fleet.ts";
import { createFleetCounts } from "../../sim/devices/fleet-counts.ts";
import { note, print } from "../../terminal/output.ts";
import type { BrokerAddress } from "../broker/broker-url.ts";
import { clearUp } from "../broker/clear-up.ts";
import { onFirstFight } from "../broker/identity-fights.ts";
import { speaking } from "../broker/mqtt-option.ts";
import { brokerOf } from "../broker/tls-files.ts";
import { checkedFirmware, readSoundFirmware } from "../catalogue.ts";
import { whenAskedToEnd } from "../when-asked-to-end.ts";
import { RunError, UsageError } from "../words/failure.ts";
import { tellUnanswered } from "../words/tell-unanswered.ts";
import { unmet } from "./expectations.ts";
import type { FleetCommandOptions } from "./fleet.ts";
import { readIdentities } from "./identities.ts";
import { checkLocalAddresses } from "./local-addresses.ts";
import { serveMetrics } from "./metrics-server.ts";
import { startParts } from "./part-processes.ts";
import { because, type FleetView, jsonLine, plainLine } from "./report-lines.ts";
import { type PartOptions, type RunningPart, startPart } from "./running-part.ts";
import { devicesOfAnAddress, partOf, type Shard, type Share } from "./share.ts";
import { Together } from "./together.ts";

const MINUTE_MS = 60_000;
/** Devices that a process of its own is worth. */
const LEAST_IN_PROCESS = 1_500;

/** Runs the fleet until somebody ends it, or its time is over. Throws when an expectation is not met then. */
export async function runFleet(firmware: string, options: FleetCommandOptions): Promise<void> {
  const { mqtt, together: name, shard, ...brokerOptions } = options;
  const address = brokerOf(brokerOptions);
  const share = shareOf(options);
  const { identities: file } = options;
  const identities =
    file === undefined ? undefined : readIdentities(file, share, address.tls ? address.identity : undefined);
  await checkLocalAddresses(options.localAddress ?? []);
  const sound = await readSoundFirmware(checkedFirmware(firmware), NODE_LIMITS.linkBytes);
  const declaration = speaking(sound.declaration, mqtt);
  await tellUnanswered(declaration);
  const updateKey = await updateKeyOf(declaration, options);
  const endRequest = whenAskedToEnd();
  const together = name === undefined ? undefined : new Together(address, name, shard as Shard);
  const toForget = `What these devices told stays at the broker; "ringmote forget '${declaration.name}-*' --dry-run" shows what there is of all with this name.`;
  try {
    await runDevices(firmware, {
      options,
      address,
      share,
      identities,
      endRequest,
      together,
      updateKey,
      toForget,
    });
  } finally {
    await together?.leave();
  }
}

/** The record of the key that all devices are given. */
async function updateKeyOf(
  { name, update }: DeviceDeclaration,
  { updateKey, keys }: FleetCommandOptions,
): Promise<string | undefined> {
  if (updateKey === undefined) return undefined;
  if (update === undefined)
    throw new UsageError(
      `The firmware ${name} takes no updates; write update: { key: "hmac" } into its device, or leave --update-key out.`,
    );
  const { KeyStore, usualKeyFolder } = await import("../../update/key-store.ts");
  return new KeyStore(keys ?? usualKeyFolder()).recordOf(updateKey);
}

interface Run {
  options: FleetCommandOptions;
  address: BrokerAddress;
  share: Share;
  identities: readonly DeviceIdentity[] | undefined;
  /** Resolves when somebody ends the program. */
  endRequest: Promise<unknown>;
  together: Together | undefined;
  /** The record of the key for updates. */
  updateKey: string | undefined;
  toForget: string;
}

async function runDevices(firmware: string, run: Run): Promise<void> {
  const { options, share, endRequest, together } = run;
  const devices = share.to - share.from;
  let fleet: RunningPart | undefined;
  const ownView = (): FleetView =>
    fleet === undefined
      ? { devices, counts: createFleetCounts(), memoryBytes: process.memoryUsage().rss }
      : { devices, counts: fleet.counts(), memoryBytes: fleet.memoryBytes() };
  const metrics = options.metrics && (await serveMetrics(options.metrics, ownView));
  if (metrics !== undefined) note(`How this fleet is stands at ${metrics.url}.`);
  try {
    if (together !== undefined && !(await together.begin(ownView(), endRequest))) return;
    fleet = await startDevices(firmware, run);
    await runToItsEnd(fleet, ownView, run);
  } finally {
    metrics?.close();
  }
}

async function runToItsEnd(fleet: RunningPart, ownView: () => FleetView, run: Run): Promise<void> {
  const { options, address, endRequest, together, toForget } = run;
  const view = together?.isFirst ? () => together.view() : ownView;
  const report = reporting(view, options, (line) => together?.isFirst && together.tellAll(line));
  const tellAndReport = () => {
    together?.tell(ownView());
    report();
  };
  const reportTimer = setInterval(tellAndReport, options.every * 1000);
  const requests = [endRequest, ...(together === undefined ? [] : [together.askedToEnd])].map((request) =>
    request.then(() => false),
  );
  const end = Promise.race([...requests, timeIsOver(options.minutes)]);
  const isTimeUp = await Promise.race([end, fleet.failed]).catch(async (error) => {
    clearInterval(reportTimer);
    await fleet.stop();
    throw error;
  });
  clearInterval(reportTimer);
  if (together?.isFirst && !isTimeUp) together.askAllToEnd();
  tellAndReport();
  const { connected } = fleet.counts();
  const kept = await fleet.stop();
  const last = { ...ownView(), counts: { ...fleet.counts(), connected } };
  together?.tell(last, true);
  const unended = together?.isFirst ? await together.unended() : [];
  if (together?.isFirst) report();
  if (options.keep) note(toForget);
  else await clearUp(address, kept, toForget);
  if (together === undefined) judge(last, isTimeUp, options);
  else if (together.isFirst) judge(together.view(), isTimeUp, options, unended);
}

/** Throws a RunError when an expectation is not met at the end. */
function judge(
  { devices, counts }: FleetView,
  isTimeUp: boolean,
  { expect = [], loseWifi = 0 }: FleetCommandOptions,
  unended: readonly string[] = [],
): void {
  const { connected, reasons } = counts;
  const faults = [...unended, ...unmet(expect, { devices, connected, counts })];
  if (faults.length > 0) throw new RunError(faults.join("\n"));
  if (isTimeUp && connected < devices && loseWifi === 0 && expect.length === 0)
    throw new RunError(`${devices - connected} of ${devices} devices are not connected${because(reasons)}.`);
}

async function startDevices(
  firmware: string,
  { options, address, share, identities, updateKey }: Run,
): Promise<RunningPart> {
  const { password, identity: tls = {}, mqtt: _, ...broker } = address;
  const { mqtt, rate, seed, speed, loseWifi = 0 } = options;
  const count = share.to - share.from;
  const processes = Math.min(count, options.processes ?? usualProcesses(count));
  const part: PartOptions = {
    firmware,
    mqtt,
    broker: { ...broker, secret: password },
    tls,
    share,
    identities,
    localAddresses: options.localAddress,
    seed,
    rate,
    faultEvery: Math.round(loseWifi * MINUTE_MS),
    speed,
    updateKey,
  };
  return processes === 1 ? startPart(part) : startParts(part, processes);
}

/** The devices of this run. */
function shareOf({ count, localAddress = [""], shard = { index: 0, parts: 1 } }: FleetCommandOptions): Share {
  const share = partOf({ from: 0, to: count }, shard);
  const devices = share.to - share.from;
  const most = devicesOfAnAddress();
  if (devices > most * localAddress.length)
    throw new UsageError(
      `${devices} devices in one run are not possible: one address has ports for ${most} at one broker; name more addresses of this computer with --local-address, or run parts of them on several computers, with --shard.`,
    );
  if (devices === 0)
    throw new UsageError(
      `Part ${shard.index} of ${shard.parts} of ${count} devices has none; --shard takes at most as many parts as there are devices.`,
    );
  return share;
}

/** A process of its own takes a second to begin, and memory as for a thousand devices. */
function usualProcesses(count: number): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(count / LEAST_IN_PROCESS)));
}

function timeIsOver(minutes: number | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    // Unreferenced: a fleet that ends before does not keep the process alive.
    if (minutes !== undefined) setTimeout(resolve, minutes * MINUTE_MS, true).unref();
  });
}

/** Prints the state of the fleet and its rates since the report before; passes the JSON line to `handOn`. */
function reporting(
  view: () => FleetView,
  { json, seed }: FleetCommandOptions,
  handOn: (line: string) => void,
): () => void {
  const lookForFights = onFirstFight(
    `ringmote: warning: another fleet at this broker has the same devices, and both throw each other's out; give one of them another --seed than ${seed}.`,
    note,
  );
  let before = { at: Date.now(), messages: 0, bytes: 0 };
  return () => {
    const now = view();
    const { messages, bytes, reasons } = now.counts;
    for (const reason of reasons.keys()) lookForFights(reason);
    const at = Date.now();
    const seconds = Math.max(1, at - before.at) / 1000;
    const messagesPerSecond = Math.round((messages - before.messages) / seconds);
    const bytesPerSecond = Math.round((bytes - before.bytes) / seconds);
    before = { at, messages, bytes };
    const rates = { messagesPerSecond, bytesPerSecond };
    const time = new Date(at).toISOString();
    const line = jsonLine(time, now, rates);
    handOn(line);
    print(json ? line : plainLine(time, now, rates));
  };
}
