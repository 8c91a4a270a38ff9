// Fields that nobody reads go, from the records that are made with them and from what is stored: what a
// declaration says for tools only, counters that no firmware asks for, functions that are called directly.
//
// Needs uses and effects. Keeps what a value does when it is worked out: then the field stays in that record.
import { type Effects, effectsIn } from "../ir/effects.ts";
import type { Block, Expression, Program, Statement } from "../ir/program.ts";
import { type Rewriter, rewriteProgram } from "../ir/rewrite.ts";
import type { Field } from "../ir/types.ts";
import { isAny, usesOf } from "../ir/uses.ts";
import { fieldValues } from "./field-values.ts";

export function unreadFields(program: Program): Program {
  const unread = unreadIn(program);
  if (unread.size === 0) return program;
  const effects = effectsIn(program);
  const rewriter: Rewriter = {
    expression: (one) => (one.kind === "record" ? without(one, unread, effects) : one),
    statement: (one) => (isStored(one, unread) ? onlyWorkedOut(one, effects) : [one]),
  };
  return rewriteProgram(program, rewriter, ({ fields }) => isAny(fields, (one) => unread.has(one)));
}

function unreadIn(program: Program): Set<Field> {
  const handedOn = fieldValues(program);
  const unread = new Set<Field>();
  for (const [field, { reads }] of usesOf(program).fields)
    if (!field.isData && reads === (handedOn.get(field)?.handedOn ?? 0)) unread.add(field);
  return unread;
}

function without(
  one: Extract<Expression, { kind: "record" }>,
  unread: ReadonlySet<Field>,
  effects: Effects,
): Expression {
  const values = one.values.filter(({ field, value }) => !unread.has(field) || !effects.isPure(value));
  return values.length === one.values.length ? one : { ...one, values };
}

type Stored = Extract<Statement, { kind: "assign" }> & {
  target: { kind: "field"; of: Expression; field: Field };
};

function isStored(one: Statement, unread: ReadonlySet<Field>): one is Stored {
  return one.kind === "assign" && one.target.kind === "field" && unread.has(one.target.field);
}

function onlyWorkedOut({ target, value, place }: Stored, effects: Effects): Block {
  const acting = [target.of, value].filter((one) => !effects.isPure(one));
  return acting.map((one) => ({ kind: "evaluate", place, value: one }));
}
