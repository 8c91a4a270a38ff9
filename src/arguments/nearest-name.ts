// A name that is none of a list: which one was meant, and the words that say so.
import { closest, distance } from "fastest-levenshtein";

/** A name further away than this many letters is not what was meant. */
const FARTHEST = 3;
/** Of many names so many are told. */
const MOST_TOLD = 50;

/** The nearest of `known`, or the only one that has it between hyphens; `undefined` for none. Large letters and small ones are the same. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const word = name.toLowerCase();
  const words = known.map((one) => one.toLowerCase());
  const meant = closest(word, words);
  const isNear = distance(word, meant) <= Math.min(FARTHEST, Math.ceil(meant.length / 2));
  if (isNear) return known[words.indexOf(meant)];
  const holding = known.filter((_, at) => words[at]?.split("-").includes(word));
  return holding.length === 1 ? holding[0] : undefined;
}

/** Behind "there is no ...": `; did you mean "b"? Known are: a, b.` */
export function nearestName(name: string, known: readonly string[]): string {
  if (known.length === 0) return "; there are none.";
  return `${question(name, known)} ${list(known)}`;
}

/** There is no <kind> "<name>"; what may have been meant, and all there are. */
export function unknownName(kind: string, name: string, known: readonly string[]): string {
  const there = known.length > 0 ? list(known) : "There are none.";
  return `There is no ${kind} "${name}"${question(name, known)} ${there}`;
}

function question(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return meant === undefined ? "." : `; did you mean "${meant}"?`;
}

function list(known: readonly string[]): string {
  const more = known.length > MOST_TOLD ? ` and ${known.length - MOST_TOLD} more` : "";
  return `Known are: ${known.slice(0, MOST_TOLD).join(", ")}${more}.`;
}
