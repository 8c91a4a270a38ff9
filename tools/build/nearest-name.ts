// A name that is none of a list: the sentence that says which there are, and which was meant.
import { closest, distance } from "fastest-levenshtein";

/** A name further away than this many letters is not what was meant. */
const FARTHEST = 3;
/** Of many names so many are told. */
const MOST_TOLD = 50;

/** There is no <kind> "<name>"; what may have been meant, and all there are. */
export function unknownName(kind: string, name: string, known: readonly string[]): string {
  const meant = known.length > 0 ? closest(name, known) : "";
  const isNear = meant !== "" && distance(name, meant) <= Math.min(FARTHEST, Math.ceil(meant.length / 2));
  const question = isNear ? `; did you mean "${meant}"?` : ".";
  const more = known.length > MOST_TOLD ? ` and ${known.length - MOST_TOLD} more` : "";
  const list =
    known.length > 0 ? `Known are: ${known.slice(0, MOST_TOLD).join(", ")}${more}.` : "There are none.";
  return `There is no ${kind} "${name}"${question} ${list}`;
}
