// A part that is nothing but its value: for a number or a select that only rules and people look at.
import type { Drivable } from "../../../reading/part.ts";

/** A part without a wire: driving it does nothing. */
export function valueOnly(): Drivable {
  return { role: "", wire: "none", setUp: nothing, drive: nothing, most: 255 };
}

function nothing(): void {}
