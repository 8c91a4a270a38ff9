// Writes of readings and histories that survive a power cut, at most: one each time that their sensor is sampled.
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import type { SensorDeclaration } from "../../../src/device/declare/sensor.ts";
import {
  BASE_BYTES,
  PART_BYTES,
  partsFor,
  READING_BYTES,
  READINGS_OF_PART,
} from "../../../src/device/run/history-part.ts";
import { costOf } from "../../../src/journal/held.ts";
import type { JournalUse } from "./journal-fit.ts";

/** Of a number as it is published: "-1234567.89". */
const NUMBER_BYTES = 11;
/** Around a value that is stamped, with its time. */
const STAMP_BYTES = 31;
/** The length in front of a name. */
const NAME_BYTES = 2;
/** In front of a part of a history: its name is the sensor's with so many more, and two bytes say its form. */
const HISTORY_BYTES = "/history".length + 2;
/** As many as a board's ring has slots. */
const MOST_HELD = 32;

export function durableUses({ sensors = [] }: DeviceDeclaration): JournalUse[] {
  return [
    ...sensors.filter(({ options }) => options.durable !== undefined).map(useOf),
    ...sensors.flatMap((sensor) => historyUseOf(sensor)),
  ];
}

/**
 * Each reading is written, and that the broker has it. Changes of a watched pin come besides: these are taken
 * to be rarer than samples.
 */
function useOf(sensor: SensorDeclaration): JournalUse {
  const { every, durable, filters = [] } = sensor.options;
  const throttled = filters.flatMap(({ kind, given: [ms = 0] }) =>
    kind === "throttle" ? [ms - (ms >> 4)] : [],
  );
  const least = Math.max(every, ...throttled);
  const gathered = durable === true || durable === undefined ? least : Math.max(least, durable.within);
  const bytes = NAME_BYTES + sensor.name.length + valueBytes(sensor);
  const readings = gathered / least;
  return {
    of: sensor,
    option: "durable",
    rates: [
      { every: gathered / 1000, bytes: bytes * readings },
      { every: gathered / 1000, bytes: 0 },
    ],
    heldBytes: MOST_HELD * bytes,
  };
}

function valueBytes({ options: { states, stamped } }: SensorDeclaration): number {
  const value = states === undefined ? NUMBER_BYTES : Math.max(...states.map((word) => word.length));
  return value + (stamped === true ? STAMP_BYTES : 0);
}

/**
 * The part that is being filled is written with each reading, or with those of a time; that the broker has
 * one, once it is full.
 */
function historyUseOf(sensor: SensorDeclaration): JournalUse[] {
  const { history, every } = sensor.options;
  const { durable, keep = 0, every: own = every } = history ?? {};
  if (durable === undefined) return [];
  const around = NAME_BYTES + sensor.name.length + HISTORY_BYTES;
  const gathered = durable === true ? own : Math.max(own, durable.within);
  const full = Math.floor(gathered / own / READINGS_OF_PART);
  // Of the one that is not full the half, on the average.
  const bytes =
    full * (around + PART_BYTES) + around + BASE_BYTES + ((READINGS_OF_PART + 1) / 2) * READING_BYTES;
  return [
    {
      of: sensor,
      option: "history.durable",
      rates: [
        { every: gathered / 1000, bytes },
        { every: (READINGS_OF_PART * own) / 1000, bytes: 0 },
      ],
      heldBytes: partsFor(keep, own) * costOf(around + PART_BYTES),
    },
  ];
}
