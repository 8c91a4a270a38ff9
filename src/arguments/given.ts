// Checks of the arguments that plain JavaScript passes in: one sentence for each
// fault, and never a secret in it.
import { nearestName } from "./nearest-name.ts";

/**
 * What is wrong with one option of a record, wherever that stands; the option "" is the record as a whole.
 */
export interface WrongOption {
  option: string;
  sentence: string;
}

/** What a value must be, in words; `undefined` when it is that. */
export type Check = (value: unknown) => string | undefined;

/** Options whose value is never shown. */
const SECRETS: readonly string[] = ["secret", "authentication", "password"];

/** So much of a text is shown, which is enough to know it by. */
const SHOWN_CHARACTERS = 60;
/** What would move a terminal's cursor, or turn a line round: JSON leaves these as they are. */
const UNSEEN = /[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

export const isFunction: Check = (value) => (typeof value === "function" ? undefined : "a function");
export const isBoolean: Check = (value) => (typeof value === "boolean" ? undefined : "true or false");
export const isText: Check = (value) => (typeof value === "string" ? undefined : "text");

export function wholeNumber(least: number, most: number): Check {
  return (value) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most
      ? undefined
      : `a whole number from ${least} to ${most}`;
}

export function oneOf(...allowed: readonly (string | number)[]): Check {
  const words = allowed.map(shown);
  const inWords = `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
  return (value) => (allowed.some((word) => word === value) ? undefined : inWords);
}

/** The faults of a record of options, by their checks. One that is left out, or `undefined`, has none. */
export function optionFaults(
  what: string,
  given: unknown,
  checks: Readonly<Record<string, Check>>,
): string[] {
  return wrongOptions(what, given, checks).map(({ sentence }) => sentence);
}

/** The same, each with the name of its option; "" is the record as a whole. */
export function wrongOptions(
  what: string,
  given: unknown,
  checks: Readonly<Record<string, Check>>,
): WrongOption[] {
  if (!isRecord(given))
    return [{ option: "", sentence: `The ${what} are ${shown(given)}; they are a record, { name: value }.` }];
  const known = Object.keys(checks);
  return Object.entries(given).flatMap(([option, value]) => {
    const sentence = wrongOption(what, option, value, checks, known);
    return sentence === undefined ? [] : [{ option, sentence }];
  });
}

function wrongOption(
  what: string,
  name: string,
  value: unknown,
  checks: Readonly<Record<string, Check>>,
  known: readonly string[],
): string | undefined {
  const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
  if (check === undefined)
    return `There is no option ${shown(name)} among the ${what}${nearestName(name, known)}`;
  const allowed = value === undefined ? undefined : check(value);
  if (allowed === undefined) return undefined;
  const is = SECRETS.includes(name) ? "not what it may be" : shown(value);
  return `The option ${name} is ${is}; it is ${allowed}.`;
}

export function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Throws all of them in one error. */
export function throwFaults(faults: readonly string[]): void {
  if (faults.length > 0) throw new Error(faults.join("\n"));
}

/** A value in words that may stand in a sentence. */
export function shown(value: unknown): string {
  if (typeof value === "string") return shownText(value);
  if (typeof value === "function") return "a function";
  if (ArrayBuffer.isView(value)) return "bytes";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "a record";
  return String(value);
}

function shownText(text: string): string {
  const cut = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
  return JSON.stringify(cut).replace(
    UNSEEN,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
