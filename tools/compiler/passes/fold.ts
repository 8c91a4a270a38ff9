// Works out what is already decided: operations of constants, branches that are never taken, and
// statements that are never reached.
//
// Needs effects. Keeps the order of all that can be noticed. Of a condition only the truth counts.
import { type Effects, effectsIn } from "../ir/effects.ts";
import { changed, madeBy } from "../ir/parts.ts";
import type { Block, Expression, FunctionDef, FunctionName, Program, Statement } from "../ir/program.ts";
import { mapFunctions, type Rewriter, rewriteBlock } from "../ir/rewrite.ts";
import { usesIn } from "../ir/uses.ts";
import { asked, type IsPure, opposite, truthOf } from "./fold-condition.ts";
import { evaluated } from "./fold-evaluated.ts";
import { folded } from "./fold-expression.ts";

export function fold(program: Program): Program {
  const effects = effectsIn(program);
  const isPure: IsPure = (one) => effects.isPure(one);
  const rewriter: Rewriter = {
    expression: (one) => folded(one, isPure),
    statement: (one) => foldedStatement(one, isPure),
    block: reached,
    inner: (one) => changed(one, { body: withoutLastReturn(one.body) }),
  };
  const change = (one: FunctionDef): FunctionDef => {
    if (isSettled(one.body, effects)) return one;
    const body = withoutLastReturn(rewriteBlock(one.body, rewriter));
    if (body === one.body) settled.set(body, actingIn(body, effects));
    return changed(one, { body });
  };
  return mapFunctions({ ...program, start: rewriteBlock(program.start, rewriter) }, change, program);
}

/** Bodies in which nothing is left to decide, for as long as the functions that they call have effects. */
const settled = new WeakMap<Block, readonly FunctionName[]>();

function isSettled(body: Block, effects: Effects): boolean {
  return settled.get(body)?.every((one) => effects.acts(one)) ?? false;
}

function actingIn(body: Block, effects: Effects): readonly FunctionName[] {
  return [...usesIn(body).functions.keys()].filter((one) => effects.acts(one));
}

function foldedStatement(one: Statement, isPure: IsPure): Block {
  switch (one.kind) {
    case "if":
      return foldedIf(changed(one, { condition: asked(one.condition, isPure) }), isPure);
    case "evaluate":
      return evaluated(one, isPure);
    case "loop": {
      const condition = asked(one.condition, isPure);
      if (one.tested === "before" && truthOf(condition) === false) return [];
      return [changed(one, { condition, body: withoutContinue(one.body, [condition], one.step) })];
    }
    case "each":
      return [changed(one, { body: withoutContinue(one.body, [], []) })];
    case "block":
      return one.body.some(declares) ? [one] : one.body;
    default:
      return [one];
  }
}

type If = Extract<Statement, { kind: "if" }>;

function foldedIf(one: If, isPure: IsPure): Block {
  const { condition, whenTrue, whenFalse, place } = one;
  const known = truthOf(condition);
  if (known !== undefined) return standing(known ? whenTrue : whenFalse, one);
  if (whenTrue.length > 0) return [one];
  if (whenFalse.length === 0) return evaluated({ kind: "evaluate", place, value: condition }, isPure);
  return [{ ...one, condition: opposite(condition), whenTrue: whenFalse, whenFalse: [] }];
}

/** A branch in place of its choice: its declarations are its own, and live no longer. */
function standing(block: Block, { place }: Statement): Block {
  return block.some(declares) ? [{ kind: "block", place, body: block }] : block;
}

function declares(one: Statement): boolean {
  return one.kind === "let" || one.kind === "take" || one.kind === "define";
}

/** A statement behind one that ends the block never runs. */
function reached(block: Block): Block {
  const [only] = block;
  if (block.length === 1 && only?.kind === "block") return only.body;
  const last = block.findIndex(alwaysEnds);
  if (last < 0 || last === block.length - 1) return block;
  const kept = block.slice(0, last + 1);
  const named = usesIn(kept).variables;
  const isNamed = block.slice(last + 1).some((one) => madeBy(one).some((variable) => named.has(variable)));
  return isNamed ? block : kept;
}

/** Does no way through the statement lead to the next one? */
function alwaysEnds(one: Statement): boolean {
  switch (one.kind) {
    case "return":
    case "fail":
    case "break":
    case "continue":
      return true;
    case "block":
      return one.body.some(alwaysEnds);
    case "if":
      return one.whenTrue.some(alwaysEnds) && one.whenFalse.some(alwaysEnds);
    default:
      return false;
  }
}

/** `if (a) continue; b` in a loop's body as `if (!a) { b }`: Lua has no word for it. */
function withoutContinue(body: Block, conditions: readonly Expression[], step: Block): Block {
  if (body.at(-1)?.kind === "continue") return body.slice(0, -1);
  const index = body.findIndex((one) => one.kind === "if" && isContinue(one));
  const found = body[index];
  if (found?.kind !== "if") return body;
  const rest = body.slice(index + 1);
  const behind: Block = [
    ...step,
    ...conditions.map((value): Statement => ({ kind: "evaluate", place: value.place, value })),
  ];
  const named = usesIn(behind).variables;
  if (rest.some((one) => madeBy(one).some((variable) => named.has(variable)))) return body;
  const kept = body.slice(0, index);
  if (rest.length === 0) return [...kept, { kind: "evaluate", place: found.place, value: found.condition }];
  return [...kept, { ...found, condition: opposite(found.condition), whenTrue: rest }];
}

function isContinue({ whenTrue, whenFalse }: If): boolean {
  return whenFalse.length === 0 && whenTrue.length === 1 && whenTrue[0]?.kind === "continue";
}

/** A return without a value is not needed where the function ends anyway. */
function withoutLastReturn(body: Block): Block {
  const last = body.at(-1);
  if (last === undefined) return body;
  const before = body.slice(0, -1);
  if (last.kind === "return" && last.value === undefined) return withoutLastReturn(before);
  const shorter =
    last.kind === "if"
      ? changed(last, {
          whenTrue: withoutLastReturn(last.whenTrue),
          whenFalse: withoutLastReturn(last.whenFalse),
        })
      : last.kind === "block"
        ? changed(last, { body: withoutLastReturn(last.body) })
        : last;
  return shorter === last ? body : [...before, shorter];
}
