// The log: what the device says on its console goes to the broker too, from a level up, in bounded pieces.

/** How much a line matters, the most first. */
export type LogLevel = "error" | "warning" | "info" | "debug";

export interface LogOptions {
  /** The least that is told: "warning" tells errors and warnings. */
  level: LogLevel;
}
