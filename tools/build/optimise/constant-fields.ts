// A field that has the same number, truth value or text in every record, from its beginning to its end, is a constant that
// each record pays for: in an image the limits of the one ring are such, and what all sensors have in common. The value
// stands where the field is read; the field then holds what nobody reads, and goes.
import ts from "typescript";
import type { Constant } from "../link.ts";
import type { LinkedProgram } from "../linked-program.ts";
import type { Edit } from "../mapped-text.ts";
import { isAssigned } from "./bindings.ts";
import { isWorthRepeating } from "./constants.ts";
import { evaluate, isNothing, literalText } from "./evaluate.ts";
import { type FieldUses, isHandedOn, isHandingOn, pickedFields } from "./field-uses.ts";
import { mayBeMissing } from "./missing-fields.ts";
import { readsOnly } from "./stable.ts";

/** Edits that put such a value in place of `record.field` where it is read. */
export function inlineConstantFields(linked: LinkedProgram): Edit[] {
  const edits: Edit[] = [];
  for (const { uses, picked: text } of pickedFields(linked, (name, uses) => onlyValue(name, uses, linked))) {
    for (const node of uses.reads) edits.push({ start: node.getStart(), end: node.end, text });
  }
  return edits;
}

/** The text of the one value that the field ever has; `undefined` when there are more, or it may change. */
function onlyValue(name: string, uses: FieldUses, linked: LinkedProgram): string | undefined {
  if (uses.calls.length > 0 || uses.assignments.length > 0) return undefined;
  const reads = uses.reads.filter((node) => !isHandedOn(node, name));
  if (reads.length === 0 || !uses.reads.every(isPlainRead)) return undefined;
  const [first, ...others] = uses.literals.filter((one) => !isHandingOn(one, name)).map(valueIn);
  if (first === undefined || others.some((value) => value !== first)) return undefined;
  if (typeof first === "string" && !isWorthRepeating(first, reads.length)) return undefined;
  // A field that a record may do without has in there what it says nowhere.
  if (first !== NOTHING && mayBeMissing(name, uses, linked)) return undefined;
  return first === NOTHING ? "undefined" : literalText(first);
}

/** The value `undefined`. */
const NOTHING = Symbol("undefined");

function valueIn(literal: FieldUses["literals"][number]): Constant | typeof NOTHING | undefined {
  if (!ts.isPropertyAssignment(literal)) return undefined;
  return isNothing(literal.initializer) ? NOTHING : evaluate(literal.initializer);
}

/** `record.field` where a value is wanted, and nothing else: no pattern, nothing that is changed there, no `?.` on the way. */
function isPlainRead(node: ts.Node): boolean {
  if (!ts.isPropertyAccessExpression(node) || ts.isOptionalChain(node)) return false;
  return readsOnly(node.expression) && !isAssigned(node);
}
