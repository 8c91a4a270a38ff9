// A field that has the same constant, or the same function, in every record from its beginning to its end:
// each record pays for it. The value stands where the field is read; the field then holds what nobody reads.
// A field that no record has is nothing.
//
// Needs uses and effects. Keeps a field that a record may be without, unless it is nothing in all others,
// too; and what is worked out for the record that is asked.
import { effectsIn } from "../ir/effects.ts";
import type { Expression, Program } from "../ir/program.ts";
import { rewriteProgram } from "../ir/rewrite.ts";
import type { Field } from "../ir/types.ts";
import { isAny, type Uses, usesOf } from "../ir/uses.ts";
import { constant, isConstant, isWorthRepeating, standingFor } from "./constant.ts";
import { fieldValues } from "./field-values.ts";

export function constantFields(program: Program): Program {
  const values = constantsOf(program);
  if (values.size === 0) return program;
  const effects = effectsIn(program);
  const expression = (part: Expression): Expression => {
    if (part.kind !== "field" || !values.has(part.field)) return part;
    const value = values.get(part.field);
    // A field of nothing is nothing, too.
    const isSame = !part.isOptional || value === undefined;
    if (!isSame || !effects.isPure(part.of)) return part;
    return standingFor(part, value ?? constant(undefined, part.place));
  };
  return rewriteProgram(program, { expression }, ({ fields }) => isAny(fields, (field) => values.has(field)));
}

/** The value of each constant field; `undefined` for nothing. */
function constantsOf(program: Program): Map<Field, Expression | undefined> {
  const uses = usesOf(program);
  const made = fieldValues(program);
  const constants = new Map<Field, Expression | undefined>();
  for (const [field, { reads, writes }] of uses.fields) {
    const { values = [], handedOn = 0 } = made.get(field) ?? {};
    if (field.isData || writes > 0 || reads === handedOn) continue;
    const [first, ...others] = values;
    const isOne =
      first !== undefined &&
      isFixed(first, program) &&
      others.every((expression) => isSame(expression, first));
    if (first === undefined || (isOne && first.kind === "nothing")) constants.set(field, undefined);
    else if (isOne && !field.mayBeMissing && isShort(first, field, uses)) constants.set(field, first);
  }
  return constants;
}

/**
 * Is the value the same in every place and at any time? A function that uses its receiver is called on its
 * record.
 */
function isFixed(expression: Expression, { functions }: Program): boolean {
  if (expression.kind === "function") {
    const named = functions.get(expression.function);
    return named !== undefined && named.self === undefined;
  }
  if (expression.kind === "member")
    return expression.of.kind === "foreign" && expression.type.kind === "function";
  return isConstant(expression) || (expression.kind === "foreign" && expression.type.kind === "function");
}

function isSame(left: Expression, right: Expression): boolean {
  switch (left.kind) {
    case "number":
    case "text":
    case "truth":
      return left.kind === right.kind && left.value === right.value;
    case "nothing":
      return right.kind === "nothing";
    case "function":
      return right.kind === "function" && left.function === right.function;
    case "foreign":
      return right.kind === "foreign" && left.name === right.name;
    case "member":
      return right.kind === "member" && left.name === right.name && isSame(left.of, right.of);
    default:
      return false;
  }
}

function isShort(expression: Expression, field: Field, { fields }: Uses): boolean {
  return expression.kind !== "text" || isWorthRepeating(expression.value, fields.get(field)?.reads ?? 0);
}
