// Diagnostics: what a device tells of itself, as sensors of its chip. Worked out with the declaration: an
// image holds the sensors that are asked for, and nothing of this file.
import { minutes } from "../../bytes/milliseconds.ts";
import { USUAL_SIGNAL, USUAL_UPTIME } from "../../features.ts";
import {
  type Chip,
  chipQuantity,
  freeMemory,
  type Measure,
  newChip,
  RESET_REASONS,
  resetReason,
  signal,
  uptime,
} from "../run/chip.ts";
import {
  acknowledged,
  bytes,
  dropped,
  droppedOldest,
  expired,
  kept,
  peak,
  reconnects,
  refused,
  repeated,
  replaced,
  sent,
  skipped,
  thinned,
  waiting,
} from "../run/client-counters.ts";
import { deadBand } from "../run/filters/dead-band.ts";
import { type SensorDeclaration, sensor } from "./sensor.ts";

/** The possible diagnostics. Each is the name of its sensor, and so of its topic. */
export const DIAGNOSTIC_NAMES = [
  // Seconds since start, told once; why it started last, a word of `resetReason` (ports/system.ts).
  "uptime",
  "reset-reason",
  // Bytes; dBm, below 0.
  "free-memory",
  "signal",
  // Connections to the broker since start, but the first.
  "reconnects",
  // Messages in the ring now; ever put into it; sent; acknowledged; dropped by a policy; refused; sent once
  // more in a new session.
  "waiting",
  "kept",
  "sent",
  "acknowledged",
  "dropped",
  "refused",
  "repeated",
  // Of the dropped messages: those in a full ring, those that a later one has taken the place of, those that
  // were thinned out, those that were not sent within their deadline.
  "dropped-oldest",
  "replaced",
  "thinned",
  "expired",
  // Bytes in the ring now, and the most that there have been.
  "ring-bytes",
  "ring-peak",
  // Packets that were longer than the device takes.
  "skipped",
  // Of a device that sleeps, told before each sleep, and no sensor: the time of its next report, or without a
  // clock the seconds until then.
  "next-report",
] as const;

export type Diagnostic = (typeof DIAGNOSTIC_NAMES)[number];

/**
 * Those that an image has where its author names none (features.ts); in Node none, which usual-diagnostics.ts
 * adds.
 */
export function builtInDiagnostics(): Diagnostic[] {
  const names: Diagnostic[] = [];
  if (USUAL_UPTIME) names.push("uptime");
  if (USUAL_SIGNAL) names.push("signal");
  return names;
}

interface Row {
  name: Diagnostic;
  measure: Measure;
  /** Values nearer than this to the last one published are not published. */
  band: number;
  unit?: string;
  states?: readonly string[];
  /**
   * An age, true only at its moment: never retained, and published when a listener may have come
   * (run/sensor.ts).
   */
  isAge?: true;
}

const OF_THE_CHIP: Row[] = [
  { name: "uptime", measure: uptime, band: 0, unit: "s", isAge: true },
  { name: "reset-reason", measure: resetReason, band: 0, states: RESET_REASONS },
  { name: "free-memory", measure: freeMemory, band: 0, unit: "B" },
  { name: "signal", measure: signal, band: 3, unit: "dBm" },
];

const OF_THE_CLIENT: Row[] = [
  count("reconnects", reconnects),
  count("waiting", waiting),
  count("kept", kept),
  count("sent", sent),
  count("acknowledged", acknowledged),
  count("dropped", dropped),
  count("refused", refused),
  count("repeated", repeated),
  count("dropped-oldest", droppedOldest),
  count("replaced", replaced),
  count("thinned", thinned),
  count("expired", expired),
  { name: "ring-bytes", measure: bytes, band: 0, unit: "B" },
  { name: "ring-peak", measure: peak, band: 0, unit: "B" },
  count("skipped", skipped),
];

function count(name: Diagnostic, measure: Measure): Row {
  return { name, measure, band: 0 };
}

/** The time between two measurements of the chip. */
const EVERY_MS = minutes(1);

/** Adds a sensor for each diagnostic after `sensors`. Returns the chip that they measure. */
export function addDiagnostics(sensors: SensorDeclaration[], asked: readonly Diagnostic[]): Chip {
  const chip = newChip();
  for (const name of asked) {
    const row = rowOf(name);
    if (row !== undefined) sensors.push(diagnosticSensor(chip, row));
  }
  return chip;
}

/** Does the client count it? */
export function countsTheClient(name: Diagnostic): boolean {
  for (const row of OF_THE_CLIENT) {
    if (row.name === name) return true;
  }
  return false;
}

/** The row of a diagnostic; `undefined` when there is none of this name. */
function rowOf(name: Diagnostic): Row | undefined {
  for (const row of OF_THE_CHIP) {
    if (row.name === name) return row;
  }
  for (const row of OF_THE_CLIENT) {
    if (row.name === name) return row;
  }
  return undefined;
}

function diagnosticSensor(chip: Chip, row: Row): SensorDeclaration {
  const declaration = sensor(row.name, chipQuantity(chip, row.measure), {
    every: EVERY_MS,
    unit: row.unit,
    states: row.states,
    filters: [deadBand(row.band)],
  });
  declaration.diagnostic = row.name;
  declaration.isAge = row.isAge === true;
  return declaration;
}
