// A name that must be one of a list: the name itself, or a sentence that says which there are.
import { closest, distance } from "fastest-levenshtein";
import { UsageError } from "./failure.ts";

/** A name further away than this many letters is not what was meant. */
const FARTHEST = 3;

/** Returns `name` when it is one of `known`; else throws, naming the known ones. `kind` is what it names. */
export function knownName(kind: string, name: string, known: readonly string[]): string {
  if (known.includes(name)) return name;
  throw new UsageError(unknownName(kind, name, known));
}

/** There is no <kind> "<name>"; what may have been meant, and all there are. */
export function unknownName(kind: string, name: string, known: readonly string[]): string {
  const meant = known.length > 0 ? closest(name, known as string[]) : "";
  const isNear = meant !== "" && distance(name, meant) <= Math.min(FARTHEST, Math.ceil(meant.length / 2));
  const question = isNear ? `; did you mean "${meant}"?` : ".";
  const list = known.length > 0 ? ` Known are: ${known.join(", ")}.` : ` There are none.`;
  return `There is no ${kind} "${name}"${question}${list}`;
}
