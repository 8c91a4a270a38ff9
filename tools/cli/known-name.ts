// A name that must be one of a list: the name itself, or a sentence that says which there are.
import { unknownName } from "../../src/checks/nearest-name.ts";
import { UsageError } from "./failure.ts";

/** Returns `name` when it is one of `known`; else throws, naming the known ones. `kind` is what it names. */
export function knownName(kind: string, name: string, known: readonly string[]): string {
  if (known.includes(name)) return name;
  throw new UsageError(unknownName(kind, name, known));
}
