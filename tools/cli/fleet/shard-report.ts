// The report of one shard of a fleet to the others, as JSON at a topic of the broker.
import type { FleetCounts } from "../../sim/devices/fleet-counts.ts";
import { createFleetCounts } from "../../sim/devices/fleet-counts.ts";
import { latenciesOf, latencyPairs } from "../../sim/devices/latencies.ts";

export interface ShardReport {
  /** How many devices it has. */
  devices: number;
  /**
   * Since the start of the run. Of one that has ended `connected` is how many were, before they were asked to
   * end.
   */
  counts: FleetCounts;
  /** Resident memory of its processes. */
  memoryBytes: number;
  /** Its devices have ended: this is its last word. */
  ended: boolean;
}

/** Reasons come from brokers and networks: the most frequent ones are told. */
const MOST_REASONS = 20;

export function encodeShardReport({ counts, ...rest }: ShardReport): string {
  const { latencies, reasons, ...numbers } = counts;
  const often = [...reasons].sort(([, a], [, b]) => b - a).slice(0, MOST_REASONS);
  return JSON.stringify({
    ...rest,
    ...numbers,
    reasons: Object.fromEntries(often),
    latencies: latencyPairs(latencies),
  });
}

/** `undefined` for a text that is no report: anybody may publish at the topic. */
export function decodeShardReport(text: string): ShardReport | undefined {
  const record = recordIn(text);
  if (record === undefined) return undefined;
  const { devices, memoryBytes, ended, latencies, reasons } = record;
  const counts = createFleetCounts();
  const { latencies: _, reasons: __, ...numbers } = counts;
  for (const name of Object.keys(numbers) as (keyof typeof numbers)[]) {
    const number = record[name];
    if (!isCount(number)) return undefined;
    counts[name] = number;
  }
  const isSound =
    isCount(devices) && isCount(memoryBytes) && typeof ended === "boolean" && Array.isArray(latencies);
  if (!isSound || typeof reasons !== "object" || reasons === null) return undefined;
  if (!latencies.every(isPair)) return undefined;
  const often = Object.entries(reasons).slice(0, MOST_REASONS);
  if (!often.every(([, times]) => isCount(times))) return undefined;
  counts.latencies = latenciesOf(latencies);
  counts.reasons = new Map(often as [string, number][]);
  return { devices, counts, memoryBytes, ended };
}

function recordIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isPair(value: unknown): value is [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every(isCount);
}
