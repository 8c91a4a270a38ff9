// What ringmote fleet does: starts the fleet, says how it is, and ends it when it has been asked to.
// Loaded when the command needs it: what it stands on brings the simulator.

import { availableParallelism } from "node:os";
import { jsonText, printable } from "../../../src/client/faults/foreign-text.ts";
import { NODE_LIMITS } from "../../../src/platform/node/device.ts";
import type { FleetCounts } from "../../sim/devices/fleet-counts.ts";
import { percentile } from "../../sim/devices/latencies.ts";
import { note, print } from "../../terminal/output.ts";
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
import { startParts } from "./part-processes.ts";
import { type PartOptions, type RunningPart, startPart } from "./running-part.ts";
import { MOST_DEVICES, partOf, type Share } from "./share.ts";

const MINUTE_MS = 60_000;
const MEGABYTE = 1_000_000;
/** From twice as many on, several processes are started. */
const LEAST_IN_PROCESS = 1_500;
/** A line names so many reasons at most. */
const MOST_REASONS = 3;

/** Runs the fleet until somebody asks it to end, or its time is over. Throws when something is not as expected then. */
export async function runFleet(firmware: string, options: FleetCommandOptions): Promise<void> {
  const { mqtt, ...own } = options;
  const address = brokerOf(own);
  const { password, identity: tls = {}, ...broker } = address;
  const share = shareOf(options);
  const count = share.to - share.from;
  const sound = await readSoundFirmware(checkedFirmware(firmware), NODE_LIMITS.linkBytes);
  const declaration = speaking(sound.declaration, mqtt);
  await tellUnanswered(declaration);
  const asked = whenAskedToEnd();
  const { rate, seed, loseWifi = 0, keep, expect = [] } = options;
  const processes = Math.min(count, options.processes ?? usualProcesses(count));
  const part: PartOptions = {
    firmware,
    mqtt,
    broker: { ...broker, secret: password },
    tls,
    share,
    seed,
    rate,
    faultEvery: Math.round(loseWifi * MINUTE_MS),
  };
  const fleet = processes === 1 ? await startPart(part) : startParts(part, processes);
  const report = reporting(fleet, count, options);
  const saying = setInterval(report, options.every * 1000);
  const over = Promise.race([asked.then(() => false), timeIsOver(options.minutes)]);
  const isOver = await Promise.race([over, fleet.failed]).catch(async (error) => {
    clearInterval(saying);
    await fleet.stop();
    throw error;
  });
  clearInterval(saying);
  report();
  const { connected, reasons } = fleet.counts();
  const kept = await fleet.stop();
  const faults = unmet(expect, { count, connected, counts: fleet.counts() });
  const toForget = `What these devices told stays at the broker; "ringmote forget '${declaration.name}-*' --dry-run" shows what there is of all with this name.`;
  if (keep) note(toForget);
  else await clearUp(address, kept, toForget);
  if (faults.length > 0) throw new RunError(faults.join("\n"));
  if (isOver && connected < count && loseWifi === 0 && expect.length === 0)
    throw new RunError(`${count - connected} of ${count} devices are not connected${because(reasons)}.`);
}

/** The devices of this run. */
function shareOf({ count, shard = { index: 0, parts: 1 } }: FleetCommandOptions): Share {
  const share = partOf({ from: 0, to: count }, shard);
  const own = share.to - share.from;
  if (own > MOST_DEVICES)
    throw new UsageError(
      `${own} devices in one run are not possible: one address has ports for ${MOST_DEVICES} at one broker; run parts of them on several computers, with --shard.`,
    );
  if (own === 0)
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
    // A fleet that has ended before waits for it no more.
    if (minutes !== undefined) setTimeout(resolve, minutes * MINUTE_MS, true).unref();
  });
}

/** Says how the fleet is, and what it sent since it was asked last. */
function reporting(fleet: RunningPart, count: number, { json, seed }: FleetCommandOptions): () => void {
  const lookForFights = onFirstFight(
    `ringmote: warning: another fleet at this broker has the same devices, and both throw each other's out; give one of them another --seed than ${seed}.`,
    note,
  );
  let before = { at: Date.now(), messages: 0, bytes: 0 };
  return () => {
    const counts = fleet.counts();
    for (const reason of counts.reasons.keys()) lookForFights(reason);
    const at = Date.now();
    const seconds = Math.max(1, at - before.at) / 1000;
    const messagesPerSecond = Math.round((counts.messages - before.messages) / seconds);
    const bytesPerSecond = Math.round((counts.bytes - before.bytes) / seconds);
    before = { at, messages: counts.messages, bytes: counts.bytes };
    const rates = { messagesPerSecond, bytesPerSecond, memoryBytes: fleet.memoryBytes() };
    const time = new Date(at).toISOString();
    print(json ? jsonLine(time, counts, rates) : plainLine(time, count, counts, rates));
  };
}

interface Rates {
  messagesPerSecond: number;
  bytesPerSecond: number;
  memoryBytes: number;
}

function plainLine(time: string, count: number, counts: FleetCounts, rates: Rates): string {
  const { connected, failures, reasons } = counts;
  const memory = Math.round(rates.memoryBytes / MEGABYTE);
  const said = [
    `${connected} of ${count} connected`,
    `${rates.messagesPerSecond} messages/s`,
    `${(rates.bytesPerSecond / 1000).toFixed(1)} kB/s`,
    `${memory} MB of memory`,
  ];
  const latency = percentile(counts.latencies, 0.99);
  if (latency !== undefined) said.push(`99 % acknowledged within ${latency.toFixed(1)} ms`);
  if (failures > 0) said.push(`not connected ${failures} times${because(reasons)}`);
  return `${time} ${said.join(", ")}`;
}

function jsonLine(time: string, counts: FleetCounts, rates: Rates): string {
  const { latencies, reasons, ...numbers } = counts;
  const p50 = percentile(latencies, 0.5);
  const p99 = percentile(latencies, 0.99);
  return jsonText({ time, ...numbers, ...rates, p50, p99, reasons: Object.fromEntries(reasons) });
}

function because(reasons: ReadonlyMap<string, number>): string {
  const often = [...reasons].sort(([, one], [, other]) => other - one).slice(0, MOST_REASONS);
  return often.length === 0
    ? ""
    : `: ${often.map(([reason, times]) => `${printable(reason)} (${times})`).join(", ")}`;
}
