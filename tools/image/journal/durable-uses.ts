// Writes of readings that survive a power cut, at most: one each time that their sensor is sampled.
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import type { SensorDeclaration } from "../../../src/device/declare/sensor.ts";
import type { JournalUse } from "./journal-fit.ts";

/** Of a number as it is published: "-1234567.89". */
const NUMBER_BYTES = 11;
/** Around a value that is stamped, with its time. */
const STAMP_BYTES = 31;
/** The length in front of a name. */
const NAME_BYTES = 2;
/** As many as a board's ring has slots. */
const MOST_HELD = 32;

export function durableUses({ sensors = [] }: DeviceDeclaration): JournalUse[] {
  return sensors.filter(({ options }) => options.durable !== undefined).map(useOf);
}

/** Each reading is written, and that the broker has it. Changes of a watched pin come besides: these are taken to be rarer than samples. */
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
