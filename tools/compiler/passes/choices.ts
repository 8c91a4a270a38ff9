// A branch that only decides which value a variable gets, or whether the function returns true, as the value itself.
//
// `if (a) x = 1; else x = 2` is `x = a ? 1 : 2`, where no target needs a branch for that again: the first of the two is
// true in a condition. Keeps what is worked out, and its order.
import { changed } from "../form/parts.ts";
import type { Block, Expression, FunctionDef, Place, Program, Statement, Variable } from "../form/program.ts";
import { mapFunctions, type Rewriter, rewriteBlock } from "../form/rewrite.ts";
import { eitherOf, membersOf, TRUTH } from "../form/types.ts";
import { opposite } from "./fold-condition.ts";

export function choices(program: Program): Program {
  const change = (one: FunctionDef): FunctionDef => changed(one, { body: chosen(one.body) });
  return mapFunctions({ ...program, start: chosen(program.start) }, change, program);
}

const REWRITER: Rewriter = {
  statement: (one) => [one.kind === "if" ? (asStore(one) ?? one) : one],
  block: withReturnedTruth,
};

const idle = new WeakSet<Block>();

/** A body in which nothing was found is not looked at again. */
function chosen(body: Block): Block {
  if (idle.has(body)) return body;
  const made = rewriteBlock(body, REWRITER);
  if (made === body) idle.add(body);
  return made;
}

type If = Extract<Statement, { kind: "if" }>;

function asStore({ condition, whenTrue, whenFalse, place }: If): Statement | undefined {
  const [one, other] = [storeIn(whenTrue), storeIn(whenFalse)];
  if (one === undefined || other === undefined || one.variable !== other.variable) return undefined;
  const value = truthOf(condition, one.value, other.value) ?? choice(condition, one.value, other.value);
  return value && { kind: "assign", place, target: { kind: "variable", variable: one.variable }, value };
}

function storeIn(block: Block): { variable: Variable; value: Expression } | undefined {
  const [only] = block;
  if (block.length !== 1 || only?.kind !== "assign" || only.target.kind !== "variable") return undefined;
  return { variable: only.target.variable, value: only.value };
}

function choice(condition: Expression, whenTrue: Expression, whenFalse: Expression): Expression | undefined {
  const isTrue = membersOf(whenTrue.type).every(
    ({ kind }) => kind !== "nothing" && kind !== "truth" && kind !== "foreign" && kind !== "either",
  );
  if (!isTrue) return undefined;
  const type = eitherOf([whenTrue.type, whenFalse.type]);
  return { kind: "choose", condition, whenTrue, whenFalse, type, place: condition.place };
}

/** `if (a) return true; return b` as `return a || b`: of truth values only, for others are more than their truth. */
function withReturnedTruth(block: Block): Block {
  const [test, last] = block.slice(-2);
  if (test?.kind !== "if" || last?.kind !== "return" || last.value === undefined) return block;
  const [only] = test.whenTrue;
  if (test.whenTrue.length !== 1 || test.whenFalse.length > 0) return block;
  if (only?.kind !== "return" || only.value === undefined) return block;
  const value = truthOf(test.condition, only.value, last.value);
  if (value === undefined) return block;
  return withReturnedTruth([...block.slice(0, -2), { ...last, value }]);
}

/** The choice of two truth values without a branch, where one of them is known. */
function truthOf(condition: Expression, whenTrue: Expression, whenFalse: Expression): Expression | undefined {
  if (![condition, whenTrue, whenFalse].every(isTruth)) return undefined;
  const { place } = condition;
  if (whenTrue.kind === "truth") {
    if (whenFalse.kind === "truth" && whenTrue.value !== whenFalse.value)
      return whenTrue.value ? condition : opposite(condition);
    return whenTrue.value
      ? both("or", condition, whenFalse, place)
      : both("and", opposite(condition), whenFalse, place);
  }
  if (whenFalse.kind !== "truth") return undefined;
  return whenFalse.value
    ? both("or", opposite(condition), whenTrue, place)
    : both("and", condition, whenTrue, place);
}

function both(kind: "and" | "or", left: Expression, right: Expression, place: Place): Expression {
  return { kind, left, right, type: TRUTH, place };
}

function isTruth({ type }: Expression): boolean {
  return membersOf(type).every(({ kind }) => kind === "truth");
}
