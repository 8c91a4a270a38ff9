// Counts of a fleet.
import { addLatencies, createLatencies, type Latencies } from "./latencies.ts";

/** What has happened since the start. */
export interface FleetCounts {
  started: number;
  /** Connected now. */
  connected: number;
  /** Connections that were made, and that were lost or were not made. */
  connects: number;
  failures: number;
  /** Networks that a device lost. */
  faults: number;
  messages: number;
  bytes: number;
  /**
   * Messages at QoS 1 and 2: those that are out and not acknowledged now, and those that a device dropped or
   * the broker refused.
   */
  unacknowledged: number;
  dropped: number;
  /** From the first writing of such a message to the end of its handshake. */
  latencies: Latencies;
  /** How often each reason was given for a failure. */
  reasons: Map<string, number>;
}

/** Of a fleet that has not begun. */
export function createFleetCounts(): FleetCounts {
  return {
    started: 0,
    connected: 0,
    connects: 0,
    failures: 0,
    faults: 0,
    messages: 0,
    bytes: 0,
    unacknowledged: 0,
    dropped: 0,
    latencies: createLatencies(),
    reasons: new Map(),
  };
}

/** Of several parts of a fleet together. */
export function sumOfCounts(parts: readonly FleetCounts[]): FleetCounts {
  const sum = createFleetCounts();
  for (const { reasons, latencies, ...numbers } of parts) {
    for (const name of Object.keys(numbers) as (keyof typeof numbers)[]) sum[name] += numbers[name];
    addLatencies(sum.latencies, latencies);
    for (const [reason, times] of reasons) sum.reasons.set(reason, (sum.reasons.get(reason) ?? 0) + times);
  }
  return sum;
}
