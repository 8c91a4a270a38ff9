// Puts what is only declared in front of the first that needs it: `emit(shown()); const limit = 5; function
// shown() {...}`.
//
// Needs nothing; keeps the order of all that does something. What stands in front of its use already stays
// where it is. The order of functions is the target's: in the IR one may name any other.
import { partsOf } from "../ir/parts.ts";
import type { Expression, FunctionName, Program, Statement, Variable } from "../ir/program.ts";
import { usesIn, usesOf } from "../ir/uses.ts";
import { visitExpression } from "../ir/visit.ts";

type Let = Extract<Statement, { kind: "let" }>;

export function reordered(program: Program): Program {
  const movable = movableIn(program);
  const ordered: Statement[] = [];
  const placed = new Set<Statement>();
  const seen = new Set<Statement | FunctionName>();
  const place = (statement: Statement): void => {
    if (seen.has(statement)) return;
    seen.add(statement);
    placeNeedsOf([statement]);
    ordered.push(statement);
    placed.add(statement);
  };
  /** Places the declarations that a block needs, directly or through the functions that it calls. */
  const placeNeedsOf = (block: readonly Statement[]): void => {
    const { variables, functions } = usesIn(block);
    for (const variable of variables.keys()) {
      const declared = movable.get(variable);
      if (declared !== undefined && mayBePlaced(declared)) place(declared);
    }
    for (const name of functions.keys()) {
      const called = program.functions.get(name);
      if (called === undefined || seen.has(name)) continue;
      seen.add(name);
      placeNeedsOf(called.body);
    }
  };
  const declarations = new Map(
    program.start.filter(isLet).map((declaration) => [declaration.variable, declaration]),
  );
  /** Is everything that the declaration reads placed already, or may it be placed now as well? */
  const mayBePlaced = (declaration: Let): boolean =>
    [...readNow(declaration)].every((variable) => {
      const declared = declarations.get(variable);
      if (declared === undefined || placed.has(declared)) return true;
      return movable.has(variable) && mayBePlaced(declared);
    });
  for (const statement of program.start) place(statement);
  const isSame = ordered.every((statement, index) => statement === program.start[index]);
  return isSame ? program : { ...program, start: ordered };
}

function isLet(statement: Statement): statement is Let {
  return statement.kind === "let";
}

/** The variables that a value is made of; a closure in it reads its own later. */
function readNow({ value }: Let): Set<Variable> {
  const read = new Set<Variable>();
  const visit = (expression: Expression): void => {
    if (expression.kind === "variable") read.add(expression.variable);
    partsOf(expression).forEach(visit);
  };
  if (value !== undefined) visit(value);
  return read;
}

/** Declarations that only make a value, which is the same wherever they stand. */
function movableIn(program: Program): ReadonlyMap<Variable, Let> {
  const { variables } = usesOf(program);
  const isSteady = (variable: Variable): boolean => (variables.get(variable)?.writes ?? 0) === 0;
  const lets = program.start.filter(isLet);
  const movable = lets.filter(({ value }) => value === undefined || isPlain(value, isSteady));
  return new Map(movable.map((declaration) => [declaration.variable, declaration]));
}

/** Is the value the same wherever it stands? The reads of a closure in it do not count: they come later. */
function isPlain(value: Expression, isSteady: (variable: Variable) => boolean): boolean {
  let holds = true;
  const inner = new Set<Expression>();
  visitExpression(value, {
    expression: (expression) => {
      if (inner.has(expression)) return;
      if (expression.kind === "closure") noteInner(expression, inner);
      else if (expression.kind === "variable") holds &&= isSteady(expression.variable);
      else if (expression.kind === "operation") holds &&= expression.operator !== "append";
      else holds &&= PLAIN.has(expression.kind);
    },
  });
  return holds;
}

function noteInner(closure: Expression, inner: Set<Expression>): void {
  visitExpression(closure, { expression: (expression) => inner.add(expression) });
  inner.delete(closure);
}

const PLAIN: ReadonlySet<Expression["kind"]> = new Set<Expression["kind"]>([
  "number",
  "text",
  "truth",
  "nothing",
  "function",
  "foreign",
  "record",
  "table",
  "list",
  "is",
  "choose",
  "and",
  "or",
  "or-else",
]);
