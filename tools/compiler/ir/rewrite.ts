// Makes a changed block of a block. What nothing changes stays the same object: whoever holds facts of it
// keeps them.
import { changed, withBlocks, withExpressions, withParts, withTargetParts } from "./parts.ts";
import type { Block, Expression, FunctionDef, Program, Statement, Target } from "./program.ts";
import { type Uses, usesIn } from "./uses.ts";

export interface Rewriter {
  /** The replacement of an expression, whose parts are rewritten already. */
  expression?: (one: Expression) => Expression;
  /** The replacement of a store's target, whose parts are rewritten already. */
  target?: (one: Target) => Target;
  /**
   * The replacement of a statement, whose expressions and blocks are rewritten already: any number of
   * statements.
   */
  statement?: (one: Statement) => Block;
  /** The replacement of a block, whose statements are rewritten already. */
  block?: (one: Block) => Block;
  /** A function made within; its body is rewritten. */
  inner?: (one: FunctionDef) => FunctionDef;
}

export function rewriteBlock(block: Block, rewriter: Rewriter): Block {
  let made: Statement[] | undefined;
  for (let index = 0; index < block.length; index++) {
    const one = block[index] as Statement;
    const inside = withRewrittenParts(one, rewriter);
    const given = rewriter.statement?.(inside);
    const isSame = given === undefined ? inside === one : given.length === 1 && given[0] === one;
    if (made === undefined && isSame) continue;
    made ??= block.slice(0, index);
    if (given === undefined) made.push(inside);
    else made.push(...given);
  }
  const rewritten = made ?? block;
  return rewriter.block === undefined ? rewritten : rewriter.block(rewritten);
}

export function rewriteExpression(one: Expression, rewriter: Rewriter): Expression {
  const inside =
    one.kind === "closure"
      ? closure(one, rewriter)
      : withParts(one, (part) => rewriteExpression(part, rewriter));
  return rewriter.expression === undefined ? inside : rewriter.expression(inside);
}

export function rewriteFunction(one: FunctionDef, rewriter: Rewriter): FunctionDef {
  const body = rewriteBlock(one.body, rewriter);
  return body === one.body ? one : { ...one, body };
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
    (one) => (isIn(usesIn(one.body)) ? rewriteFunction(one, rewriter) : one),
    program,
  );
}

/** The program with its functions as `change` returns them, without those for which it returns none. */
export function mapFunctions(
  program: Program,
  change: (one: FunctionDef) => FunctionDef | undefined,
  before: Program = program,
): Program {
  const functions = new Map(program.functions);
  let isSame = program.start === before.start;
  for (const [id, one] of program.functions) {
    const given = change(one);
    if (given === one) continue;
    isSame = false;
    if (given === undefined) functions.delete(id);
    else functions.set(id, given);
  }
  return isSame ? before : { ...program, functions };
}

function inner(one: FunctionDef, rewriter: Rewriter): FunctionDef {
  const rewritten = rewriteFunction(one, rewriter);
  return rewriter.inner === undefined ? rewritten : rewriter.inner(rewritten);
}

function closure(one: Extract<Expression, { kind: "closure" }>, rewriter: Rewriter): Expression {
  const made = inner(one.function, rewriter);
  return made === one.function ? one : { ...one, function: made };
}

function withRewrittenParts(one: Statement, rewriter: Rewriter): Statement {
  if (one.kind === "define") return changed(one, { function: inner(one.function, rewriter) });
  const own = withExpressions(
    one,
    (part) => rewriteExpression(part, rewriter),
    (target) => rewriteTarget(target, rewriter),
  );
  return withBlocks(own, (block) => rewriteBlock(block, rewriter));
}

function rewriteTarget(one: Target, rewriter: Rewriter): Target {
  const inside = withTargetParts(one, (part) => rewriteExpression(part, rewriter));
  return rewriter.target === undefined ? inside : rewriter.target(inside);
}
