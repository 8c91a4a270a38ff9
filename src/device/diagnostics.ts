// Diagnostics: what a device tells of itself, as sensors of a part without a wire.

/** What can be asked for. Each is the name of its sensor, and so of its topic. */
export type Diagnostic =
  /** Seconds since start. */
  | "uptime"
  /** Why it started last: a word of `resetReason` (ports/system.ts). */
  | "reset-reason"
  /** Bytes. */
  | "free-memory"
  /** dBm, below 0. */
  | "signal"
  /** Connections to the broker since start, but the first. */
  | "reconnects"
  /** Messages in the ring now; ever put into it; dropped by a policy; refused; sent once more in a new session. */
  | "waiting"
  | "kept"
  | "dropped"
  | "refused"
  | "repeated"
  /** Packets that were longer than the device takes. */
  | "skipped";

/** Those that the client counts. */
export const CLIENT_DIAGNOSTICS: readonly Diagnostic[] = [
  "reconnects",
  "waiting",
  "kept",
  "dropped",
  "refused",
  "repeated",
  "skipped",
];
