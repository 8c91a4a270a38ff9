// Writes of the states and the starts of actuators, which go into the journal of a device that has one for
// something else.
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { FORGETS } from "../../../src/device/run/actuators/declared-actuator.ts";
import { costOf } from "../../../src/journal/held.ts";
import { needsJournal } from "../features/journal-needs.ts";
import type { JournalUse } from "./journal-fit.ts";

/**
 * No source says how often people and rules change a state: once a minute is taken, and at most each ten
 * seconds it is written.
 */
const CHANGED_EVERY = 60;
const HOUR = 3600;
/** Behind a name: a number or a colour with its sign, in a line. */
const VALUE_BYTES = 14;
/** Of a start: how many seconds ago, as at most "2073600,". */
const AGE_BYTES = 8;
/** The longest text of an input. */
const MOST_TEXT_BYTES = 255;

export function keptRecordUses(declaration: DeviceDeclaration): JournalUse[] {
  const { actuators = [] } = declaration;
  if (needsJournal(declaration) === undefined) return [];
  const kept = actuators.filter(({ keeping }) => keeping !== FORGETS);
  const limited = actuators.filter(({ startLimit }) => startLimit !== undefined);
  const states = kept.reduce((sum, { name, ownText }) => {
    return sum + name.length + VALUE_BYTES + (ownText === undefined ? 0 : name.length + MOST_TEXT_BYTES);
  }, 1);
  const starts = limited.reduce((sum, { name, startLimit }) => {
    return sum + name.length + 2 + AGE_BYTES * Math.max(3, startLimit?.times ?? 0);
  }, 1);
  return [
    ...kept.slice(0, 1).map((of) => useOf(of, "atStart", [CHANGED_EVERY], states)),
    ...limited.slice(0, 1).map((of) => useOf(of, "atMost", [HOUR, ...limited.map(startEvery)], starts)),
  ];
}

/** Seconds from one start to the next where it starts as often as it may. */
function startEvery({ startLimit }: NonNullable<DeviceDeclaration["actuators"]>[number]): number {
  if (startLimit === undefined) return HOUR;
  const within = startLimit.today === undefined ? startLimit.within / 1000 : 23 * HOUR;
  return within / startLimit.times;
}

function useOf(of: object, option: string, periods: number[], bytes: number): JournalUse {
  return { of, option, rates: periods.map((every) => ({ every, bytes })), heldBytes: costOf(bytes) };
}
