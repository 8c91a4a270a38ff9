// An expression that is worked out for what it does alone: what it only calculates goes, and a choice in it
// is a statement.
import { partsOf } from "../ir/parts.ts";
import type { Block, Expression, Statement } from "../ir/program.ts";
import { type IsPure, opposite } from "./fold-condition.ts";

/** Statements with the same effect as the statement, in the same order. */
export function evaluated(statement: Extract<Statement, { kind: "evaluate" }>, isPure: IsPure): Block {
  const { value, place } = statement;
  if (isPure(value)) return [];
  const of = (part: Expression): Block => evaluated({ kind: "evaluate", place, value: part }, isPure);
  switch (value.kind) {
    case "and":
      return [{ kind: "if", place, condition: value.left, whenTrue: of(value.right), whenFalse: [] }];
    case "or":
      return [
        { kind: "if", place, condition: opposite(value.left), whenTrue: of(value.right), whenFalse: [] },
      ];
    case "choose": {
      const { condition } = value;
      return [{ kind: "if", place, condition, whenTrue: of(value.whenTrue), whenFalse: of(value.whenFalse) }];
    }
    case "operation":
      return value.operator === "append" ? [statement] : value.operands.flatMap(of);
    case "is":
    case "record":
    case "list":
    case "table":
      return partsOf(value).flatMap(of);
    case "field":
      return of(value.of);
    default:
      return [statement];
  }
}
