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
  const expression = (one: Expression): Expression => {
    if (one.kind !== "field" || !values.has(one.field)) return one;
    const value = values.get(one.field);
    // A field of nothing is nothing, too.
    const isSame = !one.isOptional || value === undefined;
    if (!isSame || !effects.isPure(one.of)) return one;
    return standingFor(one, value ?? constant(undefined, one.place));
  };
  return rewriteProgram(program, { expression }, ({ fields }) => isAny(fields, (one) => values.has(one)));
}

/** The value of each constant field; `undefined` for nothing. */
function constantsOf(program: Program): Map<Field, Expression | undefined> {
  const uses = usesOf(program);
  const made = fieldValues(program);
  const found = new Map<Field, Expression | undefined>();
  for (const [field, { reads, writes }] of uses.fields) {
    const { given = [], handedOn = 0 } = made.get(field) ?? {};
    if (field.isData || writes > 0 || reads === handedOn) continue;
    const [first, ...others] = given;
    const isOne = first !== undefined && isFixed(first, program) && others.every((one) => isSame(one, first));
    if (first === undefined || (isOne && first.kind === "nothing")) found.set(field, undefined);
    else if (isOne && !field.mayBeMissing && isShort(first, field, uses)) found.set(field, first);
  }
  return found;
}

/**
 * Is the value the same in every place and at any time? A function that uses its receiver is called on its
 * record.
 */
function isFixed(one: Expression, { functions }: Program): boolean {
  if (one.kind === "function") {
    const named = functions.get(one.function);
    return named !== undefined && named.self === undefined;
  }
  if (one.kind === "member") return one.of.kind === "foreign" && one.type.kind === "function";
  return isConstant(one) || (one.kind === "foreign" && one.type.kind === "function");
}

function isSame(one: Expression, other: Expression): boolean {
  switch (one.kind) {
    case "number":
    case "text":
    case "truth":
      return one.kind === other.kind && one.value === other.value;
    case "nothing":
      return other.kind === "nothing";
    case "function":
      return other.kind === "function" && one.function === other.function;
    case "foreign":
      return other.kind === "foreign" && one.name === other.name;
    case "member":
      return other.kind === "member" && one.name === other.name && isSame(one.of, other.of);
    default:
      return false;
  }
}

function isShort(one: Expression, field: Field, { fields }: Uses): boolean {
  return one.kind !== "text" || isWorthRepeating(one.value, fields.get(field)?.reads ?? 0);
}
