// An analog input between two voltages that mean 0 % and 100 %: a soil probe, a light-dependent resistor.
import { describePart, type Quantity, setReading } from "../reading/part.ts";
import { type AnalogPart, millivoltsOf, newAnalogPart } from "./analog-part.ts";

export interface AnalogPercent extends AnalogPart {
  /** Millivolts at the pin at 0 % and at 100 %. Either may be the greater one. */
  none: number;
  full: number;
  /** % in tenths, 0 to 1000. */
  percent: Quantity;
}

/**
 * The part on the input that the wiring calls `role`. `none` and `full` are the millivolts at the pin at 0 % and at
 * 100 %, which differ. One look each time: smooth it by a filter.
 */
export function analogPercent(role: string, none: number, full: number): AnalogPercent {
  const part = newAnalogPart<AnalogPercent>(role, collect);
  part.none = none;
  part.full = full;
  describePart(part, "analog percent", [
    {
      what: "millivolts between 0 % and 100 %",
      value: none < full ? full - none : none - full,
      least: 100,
      most: 5000,
    },
  ]);
  part.percent = { part, decimals: 1, value: undefined };
  return part;
}

function collect(part: AnalogPercent): string {
  let above = millivoltsOf(part) - part.none;
  let span = part.full - part.none;
  if (span < 0) {
    above = 0 - above;
    span = 0 - span;
  }
  setReading(part.percent, undefined);
  // Half of the span past either end is no soil and no light, but a plug that came off.
  if (above + (span >> 1) < 0 || above > span + (span >> 1)) return "out of range";
  setReading(part.percent, Math.floor((Math.min(span, Math.max(0, above)) * 1000 + (span >> 1)) / span));
  return "";
}
