// Makes a changed block of a block. What nothing changes stays the same object: whoever holds facts of it
// keeps them.
import { withBlocks, withChanges, withExpressions, withParts, withTargetParts } from "./parts.ts";
import type { Block, Expression, FunctionDef, Program, Statement, Target } from "./program.ts";
import { type Uses, usesIn } from "./uses.ts";

export interface Rewriter {
  /** The replacement of an expression, whose parts are rewritten already. */
  expression?: (expression: Expression) => Expression;
  /** The replacement of a store's target, whose parts are rewritten already. */
  target?: (target: Target) => Target;
  /**
   * The replacement of a statement, whose expressions and blocks are rewritten already: any number of
   * statements.
   */
  statement?: (statement: Statement) => Block;
  /** The replacement of a block, whose statements are rewritten already. */
  block?: (block: Block) => Block;
  /** A function made within; its body is rewritten. */
  inner?: (definition: FunctionDef) => FunctionDef;
}

export function rewriteBlock(block: Block, rewriter: Rewriter): Block {
  let made: Statement[] | undefined;
  for (let index = 0; index < block.length; index++) {
    const statement = block[index] as Statement;
    const inside = withRewrittenParts(statement, rewriter);
    const replaced = rewriter.statement?.(inside);
    const isSame =
      replaced === undefined ? inside === statement : replaced.length === 1 && replaced[0] === statement;
    if (made === undefined && isSame) continue;
    made ??= block.slice(0, index);
    if (replaced === undefined) made.push(inside);
    else made.push(...replaced);
  }
  const rewritten = made ?? block;
  return rewriter.block === undefined ? rewritten : rewriter.block(rewritten);
}

export function rewriteExpression(expression: Expression, rewriter: Rewriter): Expression {
  const inside =
    expression.kind === "closure"
      ? closure(expression, rewriter)
      : withParts(expression, (part) => rewriteExpression(part, rewriter));
  return rewriter.expression === undefined ? inside : rewriter.expression(inside);
}

export function rewriteFunction(definition: FunctionDef, rewriter: Rewriter): FunctionDef {
  const body = rewriteBlock(definition.body, rewriter);
  return body === definition.body ? definition : { ...definition, body };
}

/**
 * Rewrites each function and the start, where these use what is searched for. Returns the same program if
 * nothing changes.
 */
export function rewriteProgram(
  program: Program,
  rewriter: Rewriter,
  isIn: (uses: Uses) => boolean = () => true,
): Program {
  const start = isIn(usesIn(program.start)) ? rewriteBlock(program.start, rewriter) : program.start;
  return mapFunctions(
    { ...program, start },
    (definition) => (isIn(usesIn(definition.body)) ? rewriteFunction(definition, rewriter) : definition),
    program,
  );
}

/** The program with its functions as `change` returns them, without those for which it returns none. */
export function mapFunctions(
  program: Program,
  change: (definition: FunctionDef) => FunctionDef | undefined,
  before: Program = program,
): Program {
  const functions = new Map(program.functions);
  let isSame = program.start === before.start;
  for (const [id, definition] of program.functions) {
    const rewritten = change(definition);
    if (rewritten === definition) continue;
    isSame = false;
    if (rewritten === undefined) functions.delete(id);
    else functions.set(id, rewritten);
  }
  return isSame ? before : { ...program, functions };
}

function inner(definition: FunctionDef, rewriter: Rewriter): FunctionDef {
  const rewritten = rewriteFunction(definition, rewriter);
  return rewriter.inner === undefined ? rewritten : rewriter.inner(rewritten);
}

function closure(expression: Extract<Expression, { kind: "closure" }>, rewriter: Rewriter): Expression {
  const made = inner(expression.function, rewriter);
  return made === expression.function ? expression : { ...expression, function: made };
}

function withRewrittenParts(statement: Statement, rewriter: Rewriter): Statement {
  if (statement.kind === "define")
    return withChanges(statement, { function: inner(statement.function, rewriter) });
  const own = withExpressions(
    statement,
    (part) => rewriteExpression(part, rewriter),
    (target) => rewriteTarget(target, rewriter),
  );
  return withBlocks(own, (block) => rewriteBlock(block, rewriter));
}

function rewriteTarget(target: Target, rewriter: Rewriter): Target {
  const inside = withTargetParts(target, (part) => rewriteExpression(part, rewriter));
  return rewriter.target === undefined ? inside : rewriter.target(inside);
}
