// Pieces of the IR that several readers make.
import type { Expression, Operator, Statement, Variable } from "../ir/program.ts";
import { membersOf, TEXT, type Type } from "../ir/types.ts";

export function text(value: string, place: Expression["place"]): Expression {
  return { kind: "text", value, type: TEXT, place };
}

export function operation(operator: Operator, type: Type, operands: readonly Expression[]): Expression {
  const [first] = operands;
  if (first === undefined) throw new Error(`The operation ${operator} has no operand.`);
  return { kind: "operation", operator, operands, type, place: first.place };
}

/** A sum of numbers, or of texts; a number beside a text is written in digits. */
export function sum(left: Expression, right: Expression, type: Type): Expression {
  if (type.kind !== "text") return operation("add", type, [left, right]);
  return operation("join", TEXT, [inDigits(left), inDigits(right)]);
}

/** Joins a text that may be missing: its caller knows that it is there. */
export function inDigits(value: Expression): Expression {
  const isText = membersOf(value.type).every(({ kind }) => kind === "text" || kind === "nothing");
  return isText ? value : operation("to-text", TEXT, [value]);
}

/** `if (variable === undefined) variable = value;` */
export function byDefault(variable: Variable, value: Expression): Statement {
  const { place } = variable;
  const read = { kind: "variable" as const, variable, type: variable.type, place };
  return {
    kind: "if",
    place,
    condition: {
      kind: "operation",
      operator: "equal",
      type: { kind: "truth" },
      place,
      operands: [read, { kind: "nothing", type: { kind: "nothing" }, place }],
    },
    whenTrue: [assigned(variable, value)],
    whenFalse: [],
  };
}

function assigned(variable: Variable, value: Expression): Statement {
  return { kind: "assign", place: value.place, target: { kind: "variable", variable }, value };
}
