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
    expression: (expression) =>
      expression.kind === "record" ? without(expression, unread, effects) : expression,
    statement: (statement) => (isStored(statement, unread) ? onlyWorkedOut(statement, effects) : [statement]),
  };
  return rewriteProgram(program, rewriter, ({ fields }) => isAny(fields, (field) => unread.has(field)));
}

function unreadIn(program: Program): Set<Field> {
  const handedOn = fieldValues(program);
  const unread = new Set<Field>();
  for (const [field, { reads }] of usesOf(program).fields)
    if (!field.isData && reads === (handedOn.get(field)?.handedOn ?? 0)) unread.add(field);
  return unread;
}

function without(
  expression: Extract<Expression, { kind: "record" }>,
  unread: ReadonlySet<Field>,
  effects: Effects,
): Expression {
  const values = expression.values.filter(({ field, value }) => !unread.has(field) || !effects.isPure(value));
  return values.length === expression.values.length ? expression : { ...expression, values };
}

type Stored = Extract<Statement, { kind: "assign" }> & {
  target: { kind: "field"; of: Expression; field: Field };
};

function isStored(statement: Statement, unread: ReadonlySet<Field>): statement is Stored {
  return (
    statement.kind === "assign" && statement.target.kind === "field" && unread.has(statement.target.field)
  );
}

function onlyWorkedOut({ target, value, place }: Stored, effects: Effects): Block {
  const acting = [target.of, value].filter((expression) => !effects.isPure(expression));
  return acting.map((part) => ({ kind: "evaluate", place, value: part }));
}
