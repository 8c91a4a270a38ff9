// A name that is none of a list: which one was meant, and the words that say so.
import { closest, distance } from "fastest-levenshtein";

/** A name further away than this many letters is not what was meant. */
const FARTHEST = 3;
/** Of so many letters one may be wrong. */
const LETTERS_A_MISTAKE = 3;
/** Fewer letters begin too many names to mean one. */
const LEAST_BEGINNING = 3;
/** Of many names so many are told. */
const MOST_TOLD = 50;

/**
 * The one of `known` that was meant: misspelt, begun, or between hyphens in one alone; `undefined` for none.
 * Large letters and small ones are the same.
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const word = name.toLowerCase();
  const words = known.map((name) => name.toLowerCase());
  const likely = closest(word, words);
  const meant =
    (distance(word, likely) === 1 && isNear(word, likely) ? likely : undefined) ??
    begunBy(word, words) ??
    words.find((name) => isSwapped(word, name)) ??
    (isNear(word, likely) ? likely : undefined) ??
    onlyOne(words.filter((name) => name.split("-").includes(word)));
  return meant === undefined ? undefined : known[words.indexOf(meant)];
}

/** The longer the names, the more letters may be wrong; never all of them. */
function isNear(word: string, other: string): boolean {
  const letters = Math.max(word.length, other.length);
  const mistakes = Math.max(1, Math.floor(letters / LETTERS_A_MISTAKE));
  return distance(word, other) <= Math.min(FARTHEST, mistakes, letters - 1);
}

/** The name that begins so, and with which all others of that beginning begin. */
function begunBy(word: string, words: readonly string[]): string | undefined {
  if (word.length < LEAST_BEGINNING) return undefined;
  const begun = words
    .filter((name) => name.startsWith(word))
    .sort((name, other) => name.length - other.length);
  const [shortest] = begun;
  return shortest !== undefined && begun.every((name) => name.startsWith(shortest)) ? shortest : undefined;
}

/** Two letters beside each other have changed places: one slip, though two letters are wrong. */
function isSwapped(word: string, other: string): boolean {
  const at = [...word].findIndex((letter, i) => letter !== other[i]);
  if (at < 0 || word.length !== other.length) return false;
  const swapped = `${word.slice(0, at)}${word[at + 1]}${word[at]}${word.slice(at + 2)}`;
  return swapped === other;
}

function onlyOne(names: readonly string[]): string | undefined {
  return names.length === 1 ? names[0] : undefined;
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
