// The state of a fleet, in a line for a person or for a program.
import { jsonText, printable } from "../../../src/client/faults/foreign-text.ts";
import type { FleetCounts } from "../../sim/devices/fleet-counts.ts";
import { percentile } from "../../sim/devices/latencies.ts";

/** A fleet, or several parts of it, at one moment. */
export interface FleetView {
  /** How many devices there are. */
  devices: number;
  counts: FleetCounts;
  /** Resident memory of its processes. */
  memoryBytes: number;
  /** How many shards of how many are in it: "7 of 8 shards". */
  shards?: string;
}

export interface Rates {
  messagesPerSecond: number;
  bytesPerSecond: number;
}

const MEGABYTE = 1_000_000;
/** A line names so many reasons at most. */
const MOST_REASONS = 3;

export function plainLine(time: string, view: FleetView, rates: Rates): string {
  const { counts, devices, shards } = view;
  const { connected, failures, reasons } = counts;
  const said = [
    `${connected} of ${devices} connected`,
    `${rates.messagesPerSecond} messages/s`,
    `${(rates.bytesPerSecond / 1000).toFixed(1)} kB/s`,
    `${Math.round(view.memoryBytes / MEGABYTE)} MB of memory`,
  ];
  if (shards !== undefined) said.unshift(shards);
  const latency = percentile(counts.latencies, 0.99);
  if (latency !== undefined) said.push(`99 % acknowledged within ${latency.toFixed(1)} ms`);
  if (failures > 0) said.push(`not connected ${failures} times${because(reasons)}`);
  return `${time} ${said.join(", ")}`;
}

export function jsonLine(
  time: string,
  { devices, counts, memoryBytes, shards }: FleetView,
  rates: Rates,
): string {
  const { latencies, reasons, ...numbers } = counts;
  const p50 = percentile(latencies, 0.5);
  const p99 = percentile(latencies, 0.99);
  const all = { time, devices, ...numbers, ...rates, memoryBytes, p50, p99, shards };
  return jsonText({ ...all, reasons: Object.fromEntries(reasons) });
}

/** ": connection refused (3)", or nothing where there is no reason. */
export function because(reasons: ReadonlyMap<string, number>): string {
  const often = [...reasons].sort(([, a], [, b]) => b - a).slice(0, MOST_REASONS);
  return often.length === 0
    ? ""
    : `: ${often.map(([reason, times]) => `${printable(reason)} (${times})`).join(", ")}`;
}
