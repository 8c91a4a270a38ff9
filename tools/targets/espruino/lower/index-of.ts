// Espruino 2v29 counts a text as found where only its beginning stands at the very end of the searched one:
// `"abab".indexOf("abx")` is 2. A place from which the sought text would reach beyond the end is none.
//
// A sought text of one byte has no such beginning, and is left as it is.
import {
  type Expression,
  type FunctionDef,
  type FunctionName,
  NOWHERE,
  type Operator,
  type Program,
  type Variable,
} from "../../../compiler/form/program.ts";
import { rewriteProgram } from "../../../compiler/form/rewrite.ts";
import { NUMBER, TEXT, TRUTH, type Type } from "../../../compiler/form/types.ts";

/** Takes and gives a whole program. The function that looks for a text is there when something calls it. */
export function withRightIndexOf(program: Program): Program {
  const finder = finderOf();
  let isCalled = false;
  const changed = rewriteProgram(program, {
    expression: (one) => {
      if (one.kind !== "operation" || one.operator !== "index-of") return one;
      const [, sought] = one.operands;
      if (sought?.kind === "text" && sought.value.length <= 1) return one;
      isCalled = true;
      return { kind: "call", function: finder.id, arguments: one.operands, type: one.type, place: one.place };
    },
  });
  if (!isCalled) return program;
  // First: a function cannot be called above its text.
  return { ...changed, functions: new Map([[finder.id, finder], ...changed.functions]) };
}

function finderOf(): FunctionDef {
  const place = NOWHERE;
  const id: FunctionName = { name: "placeOf", place, tags: [] };
  const variable = (name: string, type: Type): Variable => ({ name, type, place });
  const text = variable("text", TEXT);
  const sought = variable("sought", TEXT);
  const from = variable("from", NUMBER);
  const at = variable("at", NUMBER);
  const read = (one: Variable): Expression => ({ kind: "variable", variable: one, type: one.type, place });
  const operation = (operator: Operator, operands: readonly Expression[], type: Type): Expression => ({
    kind: "operation",
    operator,
    operands,
    type,
    place,
  });
  const lengthOf = (one: Variable) => operation("text-length", [read(one)], NUMBER);
  const found = operation("index-of", [read(text), read(sought), read(from)], NUMBER);
  const end = operation("add", [read(at), lengthOf(sought)], NUMBER);
  return {
    id,
    self: undefined,
    parameters: [text, sought, from],
    result: NUMBER,
    body: [
      { kind: "let", variable: at, value: found, place },
      {
        kind: "return",
        place,
        value: {
          kind: "choose",
          condition: operation("greater", [end, lengthOf(text)], TRUTH),
          whenTrue: { kind: "number", value: -1, type: NUMBER, place },
          whenFalse: read(at),
          type: NUMBER,
          place,
        },
      },
    ],
  };
}
