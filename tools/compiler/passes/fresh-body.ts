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
  const make = (old: Variable | undefined): void => {
    if (old !== undefined) variables.set(old, { ...old });
  };
  const makeFunction = ({ id, self, parameters: own }: FunctionDef): void => {
    functions.set(id, { ...id });
    for (const old of [self, ...own]) make(old);
  };
  parameters.forEach(make);
  visitBlock(body, { statement: (statement) => madeBy(statement).forEach(make), inner: makeFunction });
  const variable = (old: Variable): Variable => variables.get(old) ?? old;
  const name = (old: FunctionName): FunctionName => functions.get(old) ?? old;
  const rewriter: Rewriter = {
    expression: (expression) => {
      if (expression.kind === "variable") return { ...expression, variable: variable(expression.variable) };
      if (expression.kind === "function" || expression.kind === "call")
        return { ...expression, function: name(expression.function) };
      return expression;
    },
    target: (target) =>
      target.kind === "variable" ? { ...target, variable: variable(target.variable) } : target,
    statement: (statement) => [withVariables(statement, variable)],
    inner: (definition) => ({
      ...definition,
      id: name(definition.id),
      self: definition.self && variable(definition.self),
      parameters: definition.parameters.map(variable),
    }),
  };
  return { parameters: parameters.map(variable), body: rewriteBlock(body, rewriter), variables };
}

function withVariables(statement: Statement, variable: (old: Variable) => Variable): Statement {
  switch (statement.kind) {
    case "let":
    case "each":
      return { ...statement, variable: variable(statement.variable) };
    case "take":
      return { ...statement, variables: statement.variables.map((each) => each && variable(each)) };
    case "attempt":
      return { ...statement, reason: statement.reason && variable(statement.reason) };
    default:
      return statement;
  }
}
