// Faults of the values that the functions around a simulated part return.
import { type Check, isBoolean, isRecord, shown } from "../../../src/arguments/given.ts";
import { nearestName } from "../../../src/arguments/nearest-name.ts";
import { type Asked, BESIDE_REST, USUAL_AROUND } from "../parts/around.ts";

const isNumber: Check = (value) => (Number.isFinite(value) ? undefined : "a number");
const isShare: Check = (value) =>
  Number.isFinite(value) && Number(value) >= 0 && Number(value) <= 1 ? undefined : "a number from 0 to 1";
/** A record of numbers, as the one that it is at rest. */
function isLike(atRest: object): Check {
  const fields = Object.keys(atRest);
  return (value) => {
    const answer = (isRecord(value) ? value : {}) as Readonly<Record<string, unknown>>;
    return fields.every((field) => Number.isFinite(answer[field]))
      ? undefined
      : `{ ${fields.join(", ")} }, each a number`;
  };
}

/** What the function around a part returns is of the kind that it returns at rest. */
function checkOf(atRest: (which: number) => unknown): Check {
  const value = atRest(0);
  if (typeof value === "boolean") return isBoolean;
  return typeof value === "object" && value !== null ? isLike(value) : isNumber;
}

/** What each of the functions around a part returns. */
const RETURNS: Readonly<Record<Asked, Check>> = {
  ...(Object.fromEntries(
    Object.entries(USUAL_AROUND).map(([name, atRest]) => [name, checkOf(atRest)]),
  ) as Readonly<Record<keyof typeof USUAL_AROUND, Check>>),
  share: isShare,
  millivolts: isNumber,
};

/** The functions around a part. */
export const AROUND_FUNCTIONS = Object.keys(RETURNS) as Asked[];

/**
 * What is allowed where a quantity around a part cannot be this; `what`: `undefined` for a field of a record,
 * each a number.
 */
export function faultAround(what: Asked | undefined, value: unknown): string | undefined {
  return (what === undefined ? isNumber : RETURNS[what])(value);
}

type Ask = (input: number) => unknown;

/** The same function, but it throws where it returns what no part can measure. */
export function checkedAnswer(role: string, what: Asked, ask: Ask): Ask {
  return (input) => {
    const value = ask(input);
    const fault = answerFault(`${what} around "${role}"`, what, value);
    if (fault !== undefined) throw new Error(fault);
    return value;
  };
}

function answerFault(name: string, what: Asked, value: unknown): string | undefined {
  const allowed = RETURNS[what](value);
  const known = fieldsOf(what);
  // A field that is missing is most often misspelt.
  if (isRecord(value) && known.length > 0) {
    const unknown = Object.keys(value).find((field) => !known.includes(field));
    if (unknown !== undefined) return `The ${name} has no ${shown(unknown)}${nearestName(unknown, known)}`;
    if (allowed === undefined) return fieldFault(name, value, BESIDE_REST[what] ?? []);
  }
  return allowed === undefined ? undefined : `The ${name} is ${shown(value)}; it is ${allowed}.`;
}

/** What of these fields is given, and is no number. */
function fieldFault(name: string, value: object, fields: readonly string[]): string | undefined {
  const wrong = Object.entries(value).find(
    ([field, value]) => fields.includes(field) && value !== undefined && isNumber(value) !== undefined,
  );
  return wrong && `The ${wrong[0]} of the ${name} is ${shown(wrong[1])}; it is a number.`;
}

/** Those of the record that a function returns; none where it returns something else. */
function fieldsOf(what: Asked): string[] {
  const atRest: unknown = what === "millivolts" ? undefined : USUAL_AROUND[what](0);
  return isRecord(atRest) ? [...Object.keys(atRest), ...(BESIDE_REST[what] ?? [])] : [];
}
