// Diagnostics: what a device tells of itself, as sensors of its chip. Worked out with the declaration: an image holds
// the sensors that are asked for, and nothing of this file.
import { minutes } from "../bytes/milliseconds.ts";
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
} from "./chip.ts";
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
} from "./client-counters.ts";
import { deadBand } from "./filters/dead-band.ts";
import { type SensorDeclaration, type SensorOptions, sensor } from "./sensor.ts";

/** What can be asked for. Each is the name of its sensor, and so of its topic. */
export const DIAGNOSTIC_NAMES = [
  // Seconds since start, told once; why it started last, a word of `resetReason` (ports/system.ts).
  "uptime",
  "reset-reason",
  // Bytes; dBm, below 0.
  "free-memory",
  "signal",
  // Connections to the broker since start, but the first.
  "reconnects",
  // Messages in the ring now; ever put into it; sent; acknowledged; dropped by a policy; refused; sent once more in a new
  // session.
  "waiting",
  "kept",
  "sent",
  "acknowledged",
  "dropped",
  "refused",
  "repeated",
  // Of the dropped messages: those in a full ring, those that a later one has taken the place of, those that were thinned
  // out, those that were not sent within their deadline.
  "dropped-oldest",
  "replaced",
  "thinned",
  "expired",
  // Bytes in the ring now, and the most that there have been.
  "ring-bytes",
  "ring-peak",
  // Packets that were longer than the device takes.
  "skipped",
] as const;

export type Diagnostic = (typeof DIAGNOSTIC_NAMES)[number];

interface Row {
  name: Diagnostic;
  measure: Measure;
  /** Values nearer than this to the last one published are held. */
  band: number;
  unit?: string;
  states?: readonly string[];
  label: string;
  deviceClass?: string;
  stateClass?: SensorOptions["stateClass"];
  /** It is told once. */
  isAge?: true;
}

const OF_THE_CHIP: Row[] = [
  {
    name: "uptime",
    measure: uptime,
    band: 0,
    unit: "s",
    label: "Started",
    isAge: true,
  },
  {
    name: "reset-reason",
    measure: resetReason,
    band: 0,
    states: RESET_REASONS,
    label: "Reset reason",
    deviceClass: "enum",
  },
  {
    name: "free-memory",
    measure: freeMemory,
    band: 0,
    unit: "B",
    label: "Free memory",
    deviceClass: "data_size",
    stateClass: "measurement",
  },
  {
    name: "signal",
    measure: signal,
    band: 3,
    unit: "dBm",
    label: "Signal strength",
    deviceClass: "signal_strength",
    stateClass: "measurement",
  },
];

const OF_THE_CLIENT: Row[] = [
  counter("reconnects", reconnects, "Reconnects"),
  {
    name: "waiting",
    measure: waiting,
    band: 0,
    label: "Waiting messages",
    stateClass: "measurement",
  },
  counter("kept", kept, "Kept messages"),
  counter("sent", sent, "Sent messages"),
  counter("acknowledged", acknowledged, "Acknowledged messages"),
  counter("dropped", dropped, "Dropped messages"),
  counter("refused", refused, "Refused messages"),
  counter("repeated", repeated, "Repeated messages"),
  counter("dropped-oldest", droppedOldest, "Messages dropped in a full ring"),
  counter("replaced", replaced, "Replaced messages"),
  counter("thinned", thinned, "Messages thinned out"),
  counter("expired", expired, "Expired messages"),
  bytesOfTheRing("ring-bytes", bytes, "Bytes in the ring"),
  bytesOfTheRing("ring-peak", peak, "Most bytes in the ring"),
  counter("skipped", skipped, "Skipped packets"),
];

function counter(name: Diagnostic, measure: Measure, label: string): Row {
  return { name, measure, band: 0, label, stateClass: "total_increasing" };
}

function bytesOfTheRing(name: Diagnostic, measure: Measure, label: string): Row {
  return { name, measure, band: 0, unit: "B", label, deviceClass: "data_size", stateClass: "measurement" };
}

/** They change all the time: they would fill the history of a home where nobody has asked for it. */
const RESTLESS: Diagnostic[] = [
  "free-memory",
  "signal",
  "waiting",
  "kept",
  "sent",
  "acknowledged",
  "ring-bytes",
];

/** How often the chip is asked. */
const EVERY_MS = minutes(1);

/** Puts a sensor behind `sensors` for each diagnostic that there is. Returns the chip that they are of. */
export function addDiagnostics(sensors: SensorDeclaration[], asked: readonly Diagnostic[]): Chip {
  const chip = newChip();
  for (const name of asked) {
    const row = rowOf(name);
    if (row !== undefined) sensors.push(diagnosticSensor(chip, row));
  }
  return chip;
}

/** Is it one that the client counts? */
export function countsTheClient(name: Diagnostic): boolean {
  for (const row of OF_THE_CLIENT) {
    if (row.name === name) return true;
  }
  return false;
}

/** The row of a diagnostic; `undefined` when there is none of this name. */
export function rowOf(name: Diagnostic): Row | undefined {
  for (const row of OF_THE_CHIP) {
    if (row.name === name) return row;
  }
  for (const row of OF_THE_CLIENT) {
    if (row.name === name) return row;
  }
  return undefined;
}

function isRestless(name: Diagnostic): boolean {
  for (const one of RESTLESS) {
    if (one === name) return true;
  }
  return false;
}

function diagnosticSensor(chip: Chip, row: Row): SensorDeclaration {
  const declaration = sensor(row.name, chipQuantity(chip, row.measure), {
    every: EVERY_MS,
    unit: row.unit,
    states: row.states,
    filters: [deadBand(row.band)],
    label: row.label,
    deviceClass: row.deviceClass,
    stateClass: row.stateClass,
    category: "diagnostic",
    enabled: isRestless(row.name) ? false : undefined,
  });
  declaration.isAge = row.isAge === true;
  return declaration;
}
