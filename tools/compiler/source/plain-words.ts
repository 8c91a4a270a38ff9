// TypeScript's errors about a time or a unit in a device file, in the words of devices and not of the
// types that keep these apart.
import ts from "typescript";
import { meantUnit } from "../../../src/discovery/sensor-classes.ts";
import { tooDeep } from "./nesting.ts";

const WANTS_TIME =
  /^(?:Argument of t|T)ype 'number' is not assignable to (?:parameter of )?type 'Milliseconds/;
const OTHER_NAME =
  /Type '"[^'"]*"' is not assignable to type '(?:[^']|'"')*'\.(?: Did you mean '"[^'"]*"'\?)?$/;
const OTHER_TEXT = /^Type '"(.+)"' is not assignable to type '"(.+)"'\.$/;
/** "Excessive stack depth comparing types" and "Type instantiation is excessively deep". */
const TOO_DEEP = new Set([2321, 2589]);

/**
 * Is it of a name that a rule or a policy has of no sensor or actuator? The checks of a declaration say that
 * in one sentence.
 */
export function isOfName({ messageText }: ts.Diagnostic): boolean {
  const text = ts.flattenDiagnosticMessageText(messageText, " ");
  return /\bKnown<|\bNamingRule<never>/.test(text) && OTHER_NAME.test(text);
}

/** A sentence with the cure; `undefined` for any other diagnostic. */
export function plainWords({ messageText, code }: ts.Diagnostic): string | undefined {
  if (TOO_DEEP.has(code)) return `${tooDeep()}.`;
  const text = ts.flattenDiagnosticMessageText(messageText, " ");
  if (WANTS_TIME.test(text))
    return "A time says its unit: write seconds(30) or minutes(2), not a bare number.";
  const [, written = "", wanted] = OTHER_TEXT.exec(text) ?? [];
  if (wanted === undefined || meantUnit(written) !== wanted) return undefined;
  return `Home Assistant does not know the unit "${written}"; write "${wanted}".`;
}
