// Replaces `?.`, which Espruino does not read: `a?.f` becomes `a && a.f`, or `a === undefined ? undefined :
// a.f` where the value may be there and count as false.
//
// Takes and gives a whole program; nothing in it is optional behind this. What is more than a look at
// something is worked out once: a function that is made on the spot is called with it.
import type { Expression, Program } from "../../../compiler/ir/program.ts";
import { rewriteProgram } from "../../../compiler/ir/rewrite.ts";
import { eitherOf, mayBe, membersOf, NOTHING, TRUTH, type Type } from "../../../compiler/ir/types.ts";
import { heldIn, withHeld } from "./on-the-spot.ts";

type FieldRead = Extract<Expression, { kind: "field" }>;
type CallOfValue = Extract<Expression, { kind: "call-value" }>;
type Using = (value: Expression) => Expression;

export function withoutOptional(program: Program): Program {
  // A called field is taken apart once more, with its call.
  const fieldBehind = new Map<Expression, FieldRead>();
  return rewriteProgram(program, {
    expression: (expression) => {
      if (expression.kind === "call-value" && expression.isOptional)
        return call({ ...expression, isOptional: false }, fieldBehind.get(expression.of) ?? expression.of);
      if (expression.kind !== "field" || !expression.isOptional) return expression;
      const guarded = whereThere(expression.of, (of) => ({ ...expression, of, isOptional: false }));
      fieldBehind.set(guarded, expression);
      return guarded;
    },
  });
}

function call(expression: CallOfValue, callee: Expression): Expression {
  if (callee.kind !== "field") return whereThere(callee, (of) => ({ ...expression, of }));
  const called: Using = (record) => {
    const field: FieldRead = { ...callee, of: record, isOptional: false };
    const isCertain = !mayBe(typeOfField(callee) ?? callee.type, "nothing");
    return isCertain ? { ...expression, of: field } : whereThere(field, (of) => ({ ...expression, of }));
  };
  return callee.isOptional ? whereThere(callee.of, called) : once(callee.of, called);
}

function typeOfField({ of, field }: FieldRead): Type | undefined {
  const owners = membersOf(of.type).flatMap((member) => (member.kind === "record" ? [member.record] : []));
  const types = owners.map(({ fields }) => fields.get(field) ?? NOTHING);
  return types.length === 0 ? undefined : eitherOf(types);
}

/** The result of `use` for a value that is there; nothing of nothing. */
function whereThere(value: Expression, use: Using): Expression {
  return once(value, (same) => {
    const { place } = same;
    const used = use(same);
    const type = eitherOf([used.type, NOTHING]);
    if (countsAsThere(same.type)) return { kind: "and", left: same, right: used, type, place };
    const nothing: Expression = { kind: "nothing", type: NOTHING, place };
    return {
      kind: "choose",
      condition: { kind: "operation", operator: "equal", operands: [same, nothing], type: TRUTH, place },
      whenTrue: nothing,
      whenFalse: used,
      type,
      place,
    };
  });
}

/** Is each value of the type true, except nothing? */
export function countsAsThere(type: Type): boolean {
  const kinds: readonly Type["kind"][] = ["record", "list", "table", "function", "nothing"];
  return membersOf(type).every(({ kind }) => kinds.includes(kind));
}

/** The result of `use` for a value that it may name any number of times. */
function once(value: Expression, use: Using): Expression {
  if (isLook(value)) return use(value);
  const held = heldIn(value);
  return withHeld([held], use(held.read));
}

/** Is another look as quick as keeping the value? */
function isLook(expression: Expression): boolean {
  if (expression.kind === "field") return isLook(expression.of);
  if (expression.kind === "entry") return isLook(expression.of) && isLook(expression.index);
  if (expression.kind === "lookup") return isLook(expression.of) && isLook(expression.key);
  return expression.kind === "variable" || expression.kind === "number" || expression.kind === "text";
}
