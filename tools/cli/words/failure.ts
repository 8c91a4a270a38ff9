// The two ways in which a command fails on purpose, each with one clear sentence; and a name that must be one
// of a list.
import { unknownName } from "../../../src/arguments/nearest-name.ts";

/** Wrong use of the command line: exit code 2. */
export class UsageError extends Error {}

/** The command was right and could not be carried through: exit code 1. */
export class RunError extends Error {}

export const EXIT_FAILED = 1;
export const EXIT_WRONG_USE = 2;

/** Returns `name` when it is one of `known`; else throws, naming the known ones. `kind` is what it names. */
export function knownName(kind: string, name: string, known: readonly string[]): string {
  if (known.includes(name)) return name;
  throw new UsageError(unknownName(kind, name, known));
}
