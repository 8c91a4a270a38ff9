// Faults of a record of options: names that it does not have, and values of another type. On a computer only.
import { type Check, wrongOptions } from "../arguments/given.ts";
import type { Fault } from "./fault.ts";

export type Checks<Options> = Readonly<Record<keyof Options, Check>>;

/**
 * Of what is `given`, in words: "options of the clock"; `way` leads to it among the arguments of the call
 * that made `of`.
 */
export function wrongOptionFaults(
  of: object,
  way: readonly string[],
  what: string,
  given: unknown,
  checks: Readonly<Record<string, Check>>,
): Fault[] {
  return wrongOptions(what, given, checks).map(({ option, sentence }) => ({
    sentence,
    of,
    option: [...way, option],
  }));
}
