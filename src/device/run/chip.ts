// The chip as a part without a wire: what the device knows of itself, each quantity measured by a function of
// its own, so that an image holds those only that its device asks for.
import { elapsed } from "../../bytes/milliseconds.ts";
import type { Client } from "../../mqtt/client.ts";
import type { Ports } from "../../ports/ports.ts";
import { measuredAtOnce, newPart, type Part, type Quantity, type Wires } from "../../reading/part.ts";
import type { Reading } from "../../reading/reading.ts";

export interface Chip extends Part {
  ports: Ports | undefined;
  /** The runtime sets it once, at start. */
  client: Client | undefined;
  /** Seconds since start, counted up to a moment: the clock itself begins again after 24.8 days. */
  seconds: number;
  countedTo: number;
}

/** Measures one thing of the chip. */
export type Measure = (this: void, chip: Chip) => Reading;

/** A chip before the first measurement. */
export function newChip(): Chip {
  const chip = newPart<Chip>("chip", "none", begin, measuredAtOnce, collect);
  chip.ports = undefined;
  chip.client = undefined;
  chip.seconds = 0;
  chip.countedTo = 0;
  return chip;
}

/** The chip's own client, whose counters are measured. */
export function watchClient(chip: Chip, client: Client): void {
  chip.client = client;
}

/** A quantity of the chip, a whole number. */
export function chipQuantity(chip: Chip, measure: Measure): Quantity {
  return { part: chip, decimals: 0, value: undefined, measure: measure as Quantity["measure"] };
}

function begin(chip: Chip, ports: Ports, _wires: Wires): void {
  chip.ports = ports;
  chip.countedTo = ports.milliseconds();
}

/** Measures each quantity when its sensor asks for it. */
function collect(): string {
  return "";
}

/** Whole seconds since start. */
export function uptime(chip: Chip): Reading {
  const now = (chip.ports as Ports).milliseconds();
  const since = elapsed(now, chip.countedTo);
  const rest = since % 1000;
  chip.seconds += Math.floor(since / 1000);
  // The part of a second that is left is counted the next time; before the wrap it lies on the other side.
  chip.countedTo = now < rest ? now - rest + 2147483647 + 1 : now - rest;
  return chip.seconds;
}

/** Free memory in bytes. */
export function freeMemory(chip: Chip): Reading {
  return (chip.ports as Ports).freeMemory();
}

/** Strength of the Wi-Fi signal in dBm; no reading when nobody knows it. */
export function signal(chip: Chip): Reading {
  const strength = (chip.ports as Ports).signalStrength();
  return strength === 0 ? undefined : strength;
}

/** The words of `resetReason` (ports/system.ts); an unknown one counts as the last. */
export const RESET_REASONS = ["power", "reset", "software", "watchdog", "exception", "deep sleep", "unknown"];

/** The place of the reset reason among `RESET_REASONS`. */
export function resetReason(chip: Chip): Reading {
  const reason = (chip.ports as Ports).resetReason();
  let place = 0;
  while (place < RESET_REASONS.length - 1 && RESET_REASONS[place] !== reason) place += 1;
  return place;
}
