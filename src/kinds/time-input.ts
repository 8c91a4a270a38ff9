// A time of day that people set.
import { isText, oneOf, shown, type WrongOption } from "../arguments/given.ts";
import { minuteOf } from "../clock/time-of-day.ts";
import { type TimeInputDeclaration, timeInput } from "../device/declare/actuators/time-input.ts";
import type { Kind, Told } from "./kind.ts";
import { SHOWN } from "./option-checks.ts";

export const TIME_INPUT: Kind<TimeInputDeclaration> = {
  makers: [timeInput],
  options: { ...SHOWN, initial: isText, atStart: isText, platform: oneOf("time", "text") },
  faults,
  states: () => "a time from 00:00 to 23:59",
  classes: [],
  isNamedByClass: false,
  platform: ({ options }) => options.platform ?? "time",
  entity,
  mayObeyLate: () => true,
};

function faults({ options: { initial, atStart } }: TimeInputDeclaration): WrongOption[] {
  const starts = Object.entries({ initial, ...(atStart === "last" ? {} : { atStart }) });
  return starts.flatMap(([option, time]) => {
    if (time === undefined || (minuteOf(time) !== undefined && time.length === 5)) return [];
    return [{ option, sentence: `starts at ${shown(time)}; it is a time from 00:00 to 23:59, as "06:30".` }];
  });
}

/** As a text it has a pattern; Home Assistant looks at it from the first character on. */
function entity({ options }: TimeInputDeclaration): Told {
  if (options.platform !== "text") return {};
  return { min: 5, max: 8, ptrn: "([01]\\d|2[0-3]):[0-5]\\d$" };
}
