// Numbers given as options, within their bounds.
import { UsageError } from "./failure.ts";

interface Bounds {
  least: number;
  most: number;
  whole?: boolean;
}

/** Reads the value of an option as a number; refuses what is none or out of bounds, naming both. */
export function numberOption(
  option: string,
  { least, most, whole = false }: Bounds,
): (text: string) => number {
  return (text) => {
    const value = text.trim() === "" ? Number.NaN : Number(text);
    if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
    const kind = whole ? "a whole number" : "a number";
    throw new UsageError(`${option} ${text} is not allowed; it is ${kind} from ${least} to ${most}.`);
  };
}
