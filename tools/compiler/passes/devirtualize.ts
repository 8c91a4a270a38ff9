// A call of a value that is a known function is a call of the function. `record.read(record)` is such a one,
// where all records read in one way.
//
// Needs effects. Keeps a function that asks what it is called on, and arguments that do something.
import { effectsIn } from "../ir/effects.ts";
import type { Expression, Program } from "../ir/program.ts";
import { rewriteProgram } from "../ir/rewrite.ts";

export function devirtualize(program: Program): Program {
  const expression = (value: Expression): Expression =>
    value.kind === "call-value" ? direct(value, program) : value;
  return rewriteProgram(program, { expression }, ({ valueCalls }) => valueCalls > 0);
}

function direct(expression: Extract<Expression, { kind: "call-value" }>, program: Program): Expression {
  const { of, arguments: values, type, place } = expression;
  if (of.kind === "member")
    return { kind: "call-member", of: of.of, name: of.name, isMethod: false, arguments: values, type, place };
  if (of.kind === "foreign" && expression.isMethod) return { ...expression, isMethod: false };
  const called = of.kind === "function" ? program.functions.get(of.function) : undefined;
  if (called === undefined || called.self !== undefined) return expression;
  const count = called.parameters.length;
  const effects = effectsIn(program);
  if (!values.slice(count).every((each) => effects.isPure(each))) return expression;
  return { kind: "call", function: called.id, arguments: values.slice(0, count), type, place };
}
