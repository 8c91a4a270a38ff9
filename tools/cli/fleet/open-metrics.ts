// The state of a fleet in the text of OpenMetrics 1.0, which Prometheus and others read.
import { printable } from "../../../src/client/faults/foreign-text.ts";
import { latencyPairs } from "../../sim/devices/latencies.ts";
import type { FleetView } from "./report-lines.ts";

export const OPEN_METRICS_TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/** Reasons come from brokers and networks; each is a series of its own at whoever reads this. */
const MOST_REASONS = 20;
/** Upper ends of the histogram's buckets, in seconds. */
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const MICROSECONDS = 1e6;
const PREFIX = "ringmote_fleet_";

export function openMetrics({ devices, counts, memoryBytes }: FleetView): string {
  return [
    ...gauge("devices", "Devices of this run.", devices),
    ...gauge("started", "Devices that are switched on.", counts.started),
    ...gauge("connected", "Devices that are connected now.", counts.connected),
    ...gauge(
      "unacknowledged",
      "Messages at QoS 1 and 2 that wait for their handshake.",
      counts.unacknowledged,
    ),
    ...gauge("memory_bytes", "Resident memory of the processes.", memoryBytes, "bytes"),
    ...counter("connects", "Connections that were made.", counts.connects),
    ...counter("faults", "Networks that a device lost.", counts.faults),
    ...counter("messages", "Messages that were written.", counts.messages),
    ...counter("sent_bytes", "Bytes that were written.", counts.bytes, "bytes"),
    ...counter("dropped", "Messages that were dropped or refused.", counts.dropped),
    ...failures(counts.reasons),
    ...acknowledgements(latencyPairs(counts.latencies)),
    "# EOF",
    "",
  ].join("\n");
}

function head(name: string, type: string, help: string, unit?: string): string[] {
  const of = (word: string, text: string) => `# ${word} ${PREFIX}${name} ${text}`;
  return [of("TYPE", type), ...(unit === undefined ? [] : [of("UNIT", unit)]), of("HELP", help)];
}

function gauge(name: string, help: string, value: number, unit?: string): string[] {
  return [...head(name, "gauge", help, unit), `${PREFIX}${name} ${value}`];
}

function counter(name: string, help: string, value: number, unit?: string): string[] {
  return [...head(name, "counter", help, unit), `${PREFIX}${name}_total ${value}`];
}

function failures(reasons: ReadonlyMap<string, number>): string[] {
  const often = [...reasons].sort(([, a], [, b]) => b - a).slice(0, MOST_REASONS);
  const lines = often.map(
    ([reason, times]) => `${PREFIX}failures_total{reason="${labelText(reason)}"} ${times}`,
  );
  return [...head("failures", "counter", "Connections that were lost or not made, by reason."), ...lines];
}

function labelText(text: string): string {
  return printable(text).replace(/[\\"\n]/g, (character) => (character === "\n" ? "\\n" : `\\${character}`));
}

/** Each latency counts as the upper end of its class, which is 3 % wide. */
function acknowledgements(pairs: readonly (readonly [microseconds: number, times: number])[]): string[] {
  const name = "acknowledgement_seconds";
  const sumOf = (some: typeof pairs, of: (pair: (typeof pairs)[number]) => number) =>
    some.reduce((sum, pair) => sum + of(pair), 0);
  const within = (seconds: number) =>
    sumOf(
      pairs.filter(([microseconds]) => microseconds <= seconds * MICROSECONDS),
      ([, times]) => times,
    );
  const all = within(Number.POSITIVE_INFINITY);
  const sum = sumOf(pairs, ([microseconds, times]) => (microseconds * times) / MICROSECONDS);
  return [
    ...head(name, "histogram", "From writing a message to the end of its handshake.", "seconds"),
    ...BOUNDS.map((bound) => `${PREFIX}${name}_bucket{le="${bound}"} ${within(bound)}`),
    `${PREFIX}${name}_bucket{le="+Inf"} ${all}`,
    `${PREFIX}${name}_sum ${sum}`,
    `${PREFIX}${name}_count ${all}`,
  ];
}
