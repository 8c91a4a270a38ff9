// Espruino 2v29 counts a text as found where only its beginning stands at the very end of the searched one:
// `"abab".indexOf("abx")` is 2. A place from which the sought text would reach beyond the end is none.
//
// A sought text of one byte has no such beginning, and is left as it is. An empty one is found at the end as
// well, where Espruino finds it nowhere: where one may come, the function asks for that.
import {
  type Expression,
  type FunctionDef,
  type FunctionName,
  NO_PLACE,
  type Operator,
  type Program,
  type Variable,
} from "../../../compiler/ir/program.ts";
import { rewriteProgram } from "../../../compiler/ir/rewrite.ts";
import { NUMBER, TEXT, TRUTH, type Type } from "../../../compiler/ir/types.ts";

/** Takes and gives a whole program. Adds the function that searches for a text, if something calls it. */
export function withRightIndexOf(program: Program): Program {
  const id: FunctionName = { name: "placeOf", place: NO_PLACE, tags: [] };
  let isCalled = false;
  let mayBeEmpty = false;
  const changed = rewriteProgram(program, {
    expression: (expression) => {
      if (expression.kind !== "operation" || expression.operator !== "index-of") return expression;
      const [, sought] = expression.operands;
      if (sought === undefined || (sought.kind === "text" && sought.value.length === 1)) return expression;
      isCalled = true;
      mayBeEmpty ||= !isNeverEmpty(sought);
      return {
        kind: "call",
        function: id,
        arguments: expression.operands,
        type: expression.type,
        place: expression.place,
      };
    },
  });
  if (!isCalled) return program;
  // First: a function cannot be called above its text.
  return { ...changed, functions: new Map([[id, finderOf(id, mayBeEmpty)], ...changed.functions]) };
}

function isNeverEmpty(expression: Expression): boolean {
  if (expression.kind === "text") return expression.value !== "";
  if (expression.kind !== "operation") return false;
  return expression.operator === "join"
    ? expression.operands.some(isNeverEmpty)
    : expression.operator === "to-text";
}

const place = NO_PLACE;
const NOWHERE: Expression = { kind: "number", value: -1, type: NUMBER, place };
const ZERO: Expression = { ...NOWHERE, value: 0 };
const EMPTY: Expression = { kind: "text", value: "", type: TEXT, place };

function variable(name: string, type: Type): Variable {
  return { name, type, place };
}

function read(variable: Variable): Expression {
  return { kind: "variable", variable, type: variable.type, place };
}

function operation(operator: Operator, operands: readonly Expression[], type: Type): Expression {
  return { kind: "operation", operator, operands, type, place };
}

function lengthOf(text: Variable): Expression {
  return operation("text-length", [read(text)], NUMBER);
}

function choose(condition: Expression, whenTrue: Expression, whenFalse: Expression): Expression {
  return { kind: "choose", condition, whenTrue, whenFalse, type: NUMBER, place };
}

function finderOf(id: FunctionName, mayBeEmpty: boolean): FunctionDef {
  const text = variable("text", TEXT);
  const sought = variable("sought", TEXT);
  const from = variable("from", NUMBER);
  const at = variable("at", NUMBER);
  const foundAt = operation("index-of", [read(text), read(sought), read(from)], NUMBER);
  const end = operation("add", [read(at), lengthOf(sought)], NUMBER);
  const isEmptyAtEnd: Expression = {
    kind: "and",
    left: operation("less", [read(at), ZERO], TRUTH),
    right: operation("equal", [read(sought), EMPTY], TRUTH),
    type: TRUTH,
    place,
  };
  const there = mayBeEmpty ? choose(isEmptyAtEnd, lengthOf(text), read(at)) : read(at);
  return {
    id,
    self: undefined,
    parameters: [text, sought, from],
    result: NUMBER,
    body: [
      { kind: "let", variable: at, value: foundAt, place },
      {
        kind: "return",
        place,
        value: choose(operation("greater", [end, lengthOf(text)], TRUTH), NOWHERE, there),
      },
    ],
  };
}
