// A second copy of a function's body: no variable, and no function that is made within, may stand twice in a
// program.
import { madeBy } from "../ir/parts.ts";
import type { Block, FunctionDef, FunctionName, Statement, Variable } from "../ir/program.ts";
import { type Rewriter, rewriteBlock } from "../ir/rewrite.ts";
import { visitBlock } from "../ir/visit.ts";

export interface Copy {
  readonly parameters: readonly Variable[];
  readonly body: Block;
  /** The variable in the copy for each of the body's. */
  readonly variables: ReadonlyMap<Variable, Variable>;
}

/** Its parameters and body, with variables of their own. */
export function freshBody({ parameters, body }: FunctionDef): Copy {
  const variables = new Map<Variable, Variable>();
  const functions = new Map<FunctionName, FunctionName>();
  const make = (one: Variable | undefined): void => {
    if (one !== undefined) variables.set(one, { ...one });
  };
  const makeFunction = ({ id, self, parameters: own }: FunctionDef): void => {
    functions.set(id, { ...id });
    for (const one of [self, ...own]) make(one);
  };
  parameters.forEach(make);
  visitBlock(body, { statement: (one) => madeBy(one).forEach(make), inner: makeFunction });
  const variable = (one: Variable): Variable => variables.get(one) ?? one;
  const name = (one: FunctionName): FunctionName => functions.get(one) ?? one;
  const rewriter: Rewriter = {
    expression: (one) => {
      if (one.kind === "variable") return { ...one, variable: variable(one.variable) };
      if (one.kind === "function" || one.kind === "call") return { ...one, function: name(one.function) };
      return one;
    },
    target: (one) => (one.kind === "variable" ? { ...one, variable: variable(one.variable) } : one),
    statement: (one) => [withVariables(one, variable)],
    inner: (one) => ({
      ...one,
      id: name(one.id),
      self: one.self && variable(one.self),
      parameters: one.parameters.map(variable),
    }),
  };
  return { parameters: parameters.map(variable), body: rewriteBlock(body, rewriter), variables };
}

function withVariables(one: Statement, variable: (one: Variable) => Variable): Statement {
  switch (one.kind) {
    case "let":
    case "each":
      return { ...one, variable: variable(one.variable) };
    case "take":
      return { ...one, variables: one.variables.map((each) => each && variable(each)) };
    case "attempt":
      return { ...one, reason: one.reason && variable(one.reason) };
    default:
      return one;
  }
}
