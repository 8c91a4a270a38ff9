// Branches in the fewest words, which are the fewest jumps as well: none within another where one condition says it, no
// `else` behind what leaves, what both end with behind them, once.
//
// Keeps what is worked out, and its order. What says nothing (an empty branch, a last return) is left to fold.

import { isEqualBlock, isEqualStatement } from "../form/equal.ts";
import { changed } from "../form/parts.ts";
import type { Block, Expression, FunctionDef, Program, Statement } from "../form/program.ts";
import { mapFunctions, type Rewriter, rewriteBlock } from "../form/rewrite.ts";
import { eitherOf } from "../form/types.ts";
import { opposite } from "./fold-condition.ts";

type If = Extract<Statement, { kind: "if" }>;

export function branches(program: Program): Program {
  const change = (one: FunctionDef): FunctionDef => changed(one, { body: lean(one.body, IN_FUNCTIONS) });
  return mapFunctions({ ...program, start: lean(program.start, AT_START) }, change, program);
}

const AT_START: Rewriter = { statement: (one) => (one.kind === "if" ? leanIf(one) : [one]) };

/** A branch's variables may be those of the block around it, but not of the top. */
const IN_FUNCTIONS: Rewriter = {
  statement: (one) => (one.kind === "if" ? leanIf(one).flatMap(withoutElse) : [one]),
  block: withoutEqualRest,
};

const known = new WeakMap<Block, Set<Rewriter>>();

/** A body in which nothing was found is not looked at again. */
function lean(body: Block, rewriter: Rewriter): Block {
  const idle = known.get(body) ?? new Set();
  if (idle.has(rewriter)) return body;
  const made = rewriteBlock(body, rewriter);
  if (made === body) known.set(body, idle.add(rewriter));
  return made;
}

function leanIf(given: If): Block {
  const one = merged(turned(given));
  const { whenTrue, whenFalse } = one;
  let tail = 0;
  for (; tail < Math.min(whenTrue.length, whenFalse.length); tail++) {
    const [last, other] = [whenTrue.at(-1 - tail), whenFalse.at(-1 - tail)];
    if (last === undefined || other === undefined || !isEqualStatement(last, other)) break;
  }
  if (tail === 0) return [one];
  const [own, its] = [whenTrue.slice(0, -tail), whenFalse.slice(0, -tail)];
  const { condition, place } = one;
  const kept: Statement =
    own.length + its.length === 0
      ? { kind: "evaluate", place, value: condition }
      : { ...one, whenTrue: own, whenFalse: its };
  return [kept, ...whenTrue.slice(-tail)];
}

/** `if (!a) b; else c` as `if (a) c; else b`. */
function turned(one: If): If {
  const { condition, whenTrue, whenFalse } = one;
  if (condition.kind !== "operation" || condition.operator !== "not" || whenFalse.length === 0) return one;
  return { ...one, condition: opposite(condition), whenTrue: whenFalse, whenFalse: whenTrue };
}

/** `if (a) { if (b) c }` as `if (a && b) c`, and `if (a) c; else if (b) c` as `if (a || b) c`. */
function merged(one: If): If {
  const { condition, whenTrue, whenFalse } = one;
  const inner = onlyIf(whenTrue);
  if (whenFalse.length === 0 && inner !== undefined && inner.whenFalse.length === 0)
    return { ...one, condition: both("and", condition, inner.condition), whenTrue: inner.whenTrue };
  const other = onlyIf(whenFalse);
  if (other !== undefined && whenTrue.length > 0 && isEqualBlock(whenTrue, other.whenTrue))
    return { ...one, condition: both("or", condition, other.condition), whenFalse: other.whenFalse };
  return one;
}

function onlyIf(block: Block): If | undefined {
  const [only] = block;
  return block.length === 1 && only?.kind === "if" ? only : undefined;
}

function both(kind: "and" | "or", left: Expression, right: Expression): Expression {
  return { kind, left, right, type: eitherOf([left.type, right.type]), place: left.place };
}

/** `if (a) return b; else c` as `if (a) return b; c`. */
function withoutElse(one: Statement): Block {
  if (one.kind !== "if" || one.whenTrue.length === 0 || one.whenFalse.length === 0) return [one];
  const { condition, whenTrue, whenFalse } = one;
  if (isLeft(whenTrue)) return [{ ...one, whenFalse: [] }, ...whenFalse];
  if (!isLeft(whenFalse)) return [one];
  return [{ ...one, condition: opposite(condition), whenTrue: whenFalse, whenFalse: [] }, ...whenTrue];
}

/** Does it end with leaving? Lua has no `continue`: the `else` stands for it. */
function isLeft(block: Block): boolean {
  const kind = block.at(-1)?.kind;
  return kind === "return" || kind === "break" || kind === "fail";
}

/** `if (a) { b; return c } return c` as `if (a) b; return c`. */
function withoutEqualRest(block: Block): Block {
  if (!isLeft(block)) return block;
  for (const [index, one] of block.entries()) {
    if (one.kind !== "if" || one.whenFalse.length > 0) continue;
    const rest = block.slice(index + 1);
    if (rest.length === 0 || rest.length > one.whenTrue.length) continue;
    const own = one.whenTrue.slice(0, -rest.length);
    if (!isEqualBlock(one.whenTrue.slice(-rest.length), rest)) continue;
    const kept: Statement =
      own.length === 0
        ? { kind: "evaluate", place: one.place, value: one.condition }
        : { ...one, whenTrue: own };
    return [...block.slice(0, index), kept, ...rest];
  }
  return block;
}
