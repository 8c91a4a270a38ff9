// Memory over a sleep: what a wake finds of the one before, in memory of the chip that outlives the sleep, or
// in the journal. Behind a power cut that memory is random, and the check decides.
import { adler32 } from "../bytes/adler32.ts";
import { readUint16, uint16 } from "../bytes/integers.ts";
import { carryTotals } from "../device/run/kept-totals.ts";
import { carrySensor } from "../device/run/sensor.ts";
import { carryHistory } from "../device/run/wake-history.ts";
import { LENGTH_BYTES, type WakeMemory } from "../device/run/wake-memory.ts";
import { HISTORY, JOURNAL, SLEEP_MEMORY_BYTES, TOTALS, WAKE_LAYOUT } from "../features.ts";
import { commit, heldValue, type Journal, keep } from "../journal/journal.ts";
import { valueKey } from "../journal/value-keys.ts";
import type { Ports } from "../ports/ports.ts";
import type { Runtime } from "./runtime.ts";

/** The name of its value in the journal. */
export const SLEEP_RECORD = "sleep";
const CHECK_BYTES = 4;
const LAYOUT_BYTES = 2;
/** Bytes around what is kept: its length, its layout and its check. */
export const AROUND_MEMORY = LENGTH_BYTES + LAYOUT_BYTES + CHECK_BYTES;

/** What this image has kept before the last sleep; `undefined`: nothing that is whole. @cold */
export function recall(ports: Ports, journal: Journal | undefined): string | undefined {
  const kept = wholeMemory(ports, journal);
  if (kept === undefined || kept.length < LAYOUT_BYTES || readUint16(kept, 0) !== WAKE_LAYOUT)
    return undefined;
  return kept.substring(LAYOUT_BYTES, kept.length);
}

/** @cold */
function wholeMemory({ sleep }: Ports, journal: Journal | undefined): string | undefined {
  if (SLEEP_MEMORY_BYTES === 0)
    return JOURNAL && journal !== undefined ? heldValue(journal, valueKey(SLEEP_RECORD)) : undefined;
  const start = sleep.readMemory(LENGTH_BYTES);
  if (start.length < LENGTH_BYTES) return undefined;
  const checked = LENGTH_BYTES + readUint16(start, 0);
  if (checked + CHECK_BYTES > SLEEP_MEMORY_BYTES) return undefined;
  const bytes = sleep.readMemory(checked + CHECK_BYTES);
  if (adler32(bytes.substring(0, checked)) !== bytes.substring(checked, checked + CHECK_BYTES))
    return undefined;
  return bytes.substring(LENGTH_BYTES, checked);
}

/** The sensors go on from what was kept of them, with their histories and totals. @cold */
export function carrySensors({ sensors, totals }: Runtime, memory: WakeMemory): void {
  for (const sensor of sensors) {
    carrySensor(sensor, memory);
    if (HISTORY && sensor.history !== undefined) carryHistory(sensor.history, memory);
  }
  if (TOTALS) carryTotals(totals, memory);
}

/** Keeps it until the next wake. What the flash does not take is not there then, and the wake reports. @cold */
export function keepOverSleep({ sleep }: Ports, journal: Journal | undefined, kept: string): void {
  const text = uint16(WAKE_LAYOUT) + kept;
  if (SLEEP_MEMORY_BYTES > 0) {
    const counted = uint16(text.length) + text;
    sleep.writeMemory(counted + adler32(counted));
  } else if (JOURNAL && journal !== undefined && keep(journal, valueKey(SLEEP_RECORD), text)) commit(journal);
}
