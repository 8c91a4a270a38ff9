// An arrow function called at once, `(it => result)(value)`, to work out a value once or first.
import type { Expression, FunctionDef, Variable } from "../../../compiler/ir/program.ts";
import { eitherOf, NOTHING } from "../../../compiler/ir/types.ts";

export interface Held {
  variable: Variable;
  value: Expression;
}

/** A variable for a value, and how it is read. */
export function heldIn(value: Expression): Held & { read: Expression } {
  const { place } = value;
  // A value that is looked up may be missing, whatever its type says.
  const isLookedUp = value.kind === "entry" || value.kind === "lookup";
  const type = isLookedUp ? eitherOf([value.type, NOTHING]) : value.type;
  const variable: Variable = { name: "it", type, place };
  return { variable, value, read: { kind: "variable", variable, type, place } };
}

/** `(it => result)(value)` */
export function withHeld(held: readonly Held[], result: Expression): Expression {
  const { type, place } = result;
  const parameters = held.map(({ variable }) => variable);
  const made: FunctionDef = {
    id: { name: "", place, tags: [] },
    self: undefined,
    parameters,
    result: type,
    body: [{ kind: "return", place, value: result }],
  };
  const types = parameters.map((variable) => variable.type);
  return {
    kind: "call-value",
    of: {
      kind: "closure",
      function: made,
      type: { kind: "function", parameters: types, result: type },
      place,
    },
    isOptional: false,
    isMethod: false,
    arguments: held.map(({ value }) => value),
    type,
    place,
  };
}
