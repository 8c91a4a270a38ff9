// The result of each operator, in the words of the IR: the one meaning that every target has to have.
import type { Operator } from "../ir/program.ts";
import { ListValue, type Value } from "./values.ts";

type Meaning = (...values: Value[]) => Value;

const number = (value: Value): number => {
  if (typeof value !== "number") throw new Error(`A number is wanted, and this is ${kindOf(value)}.`);
  return value;
};
const text = (value: Value): string => {
  if (typeof value !== "string") throw new Error(`A text is wanted, and this is ${kindOf(value)}.`);
  return value;
};
const list = (value: Value): Value[] => {
  if (!(value instanceof ListValue)) throw new Error(`A list is wanted, and this is ${kindOf(value)}.`);
  return value.entries;
};

export function truth(value: Value): boolean {
  // A missing value counts as false, a record as true; a number or a text by itself is refused by the
  // reader's rules.
  return value !== undefined && value !== false;
}

function kindOf(value: Value): string {
  return value === undefined ? "nothing" : typeof value === "object" ? "a record" : `a ${typeof value}`;
}

const ofNumbers =
  (work: (a: number, b: number) => Value): Meaning =>
  (a, b) =>
    work(number(a), number(b));
const compared =
  (work: (a: number | string, b: number | string) => boolean): Meaning =>
  (a, b) =>
    typeof a === "string" ? work(a, text(b)) : work(number(a), number(b));

export const MEANINGS: Readonly<Record<Operator, Meaning>> = {
  add: ofNumbers((a, b) => a + b),
  subtract: ofNumbers((a, b) => a - b),
  multiply: ofNumbers((a, b) => a * b),
  divide: ofNumbers((a, b) => a / b),
  remainder: ofNumbers((a, b) => a % b),
  floor: (a) => Math.floor(number(a)),
  negate: (a) => -number(a),
  "shift-left": ofNumbers((a, b) => a << b),
  "shift-right": ofNumbers((a, b) => a >> b),
  mask: ofNumbers((a, b) => a & b),
  "inclusive-or": ofNumbers((a, b) => a | b),
  "exclusive-or": ofNumbers((a, b) => a ^ b),
  absolute: (a) => Math.abs(number(a)),
  less: compared((a, b) => a < b),
  "less-or-equal": compared((a, b) => a <= b),
  greater: compared((a, b) => a > b),
  "greater-or-equal": compared((a, b) => a >= b),
  equal: (a, b) => a === b,
  "not-equal": (a, b) => a !== b,
  not: (a) => !truth(a),
  "to-text": (a) => (typeof a === "string" ? a : String(number(a))),
  join: (a, b) => text(a) + text(b),
  "text-length": (a) => text(a).length,
  "list-length": (a) => list(a).length,
  "byte-at": (a, at) => text(a).charCodeAt(number(at)),
  substring: (a, from, before) => text(a).substring(number(from), number(before)),
  tail: (a, from) => text(a).substring(number(from)),
  "index-of": (a, sought, from) => text(a).indexOf(text(sought), number(from)),
  append: (a, entry) => {
    list(a).push(entry);
    return undefined;
  },
  least: (...values) => Math.min(...values.map(number)),
  most: (...values) => Math.max(...values.map(number)),
  "from-bytes": (...values) => String.fromCharCode(...values.map(number)),
};
