// Works out what is already decided: operations of constants, branches that are never taken, and
// statements that are never reached.
//
// Needs effects. Keeps the order of all that can be noticed. Of a condition only the truth counts.
import { type Effects, effectsIn } from "../ir/effects.ts";
import { madeBy, withChanges } from "../ir/parts.ts";
import type { Block, Expression, FunctionDef, FunctionName, Program, Statement } from "../ir/program.ts";
import { mapFunctions, type Rewriter, rewriteBlock } from "../ir/rewrite.ts";
import { usesIn } from "../ir/uses.ts";
import { type IsPure, opposite, shortCondition, truthOf } from "./fold-condition.ts";
import { evaluated } from "./fold-evaluated.ts";
import { folded } from "./fold-expression.ts";

export function fold(program: Program): Program {
  const effects = effectsIn(program);
  const isPure: IsPure = (expression) => effects.isPure(expression);
  const rewriter: Rewriter = {
    expression: (expression) => folded(expression, isPure),
    statement: (statement) => foldedStatement(statement, isPure),
    block: reached,
    inner: (definition) => withChanges(definition, { body: withoutLastReturn(definition.body) }),
  };
  const change = (definition: FunctionDef): FunctionDef => {
    if (isSettled(definition.body, effects)) return definition;
    const body = withoutLastReturn(rewriteBlock(definition.body, rewriter));
    if (body === definition.body) settled.set(body, actingIn(body, effects));
    return withChanges(definition, { body });
  };
  return mapFunctions({ ...program, start: rewriteBlock(program.start, rewriter) }, change, program);
}

/** Bodies in which nothing is left to decide, for as long as the functions that they call have effects. */
const settled = new WeakMap<Block, readonly FunctionName[]>();

function isSettled(body: Block, effects: Effects): boolean {
  return settled.get(body)?.every((name) => effects.acts(name)) ?? false;
}

function actingIn(body: Block, effects: Effects): readonly FunctionName[] {
  return [...usesIn(body).functions.keys()].filter((name) => effects.acts(name));
}

function foldedStatement(statement: Statement, isPure: IsPure): Block {
  switch (statement.kind) {
    case "if":
      return foldedIf(
        withChanges(statement, { condition: shortCondition(statement.condition, isPure) }),
        isPure,
      );
    case "evaluate":
      return evaluated(statement, isPure);
    case "loop": {
      const condition = shortCondition(statement.condition, isPure);
      if (statement.tested === "before" && truthOf(condition) === false) return [];
      return [
        withChanges(statement, {
          condition,
          body: withoutContinue(statement.body, [condition], statement.step),
        }),
      ];
    }
    case "each":
      return [withChanges(statement, { body: withoutContinue(statement.body, [], []) })];
    case "block":
      return statement.body.some(declares) ? [statement] : statement.body;
    default:
      return [statement];
  }
}

type If = Extract<Statement, { kind: "if" }>;

function foldedIf(statement: If, isPure: IsPure): Block {
  const { condition, whenTrue, whenFalse, place } = statement;
  const known = truthOf(condition);
  if (known !== undefined) return standing(known ? whenTrue : whenFalse, statement);
  if (whenTrue.length > 0) return [statement];
  if (whenFalse.length === 0) return evaluated({ kind: "evaluate", place, value: condition }, isPure);
  return [{ ...statement, condition: opposite(condition), whenTrue: whenFalse, whenFalse: [] }];
}

/** A branch in place of its choice: its declarations are its own, and live no longer. */
function standing(block: Block, { place }: Statement): Block {
  return block.some(declares) ? [{ kind: "block", place, body: block }] : block;
}

function declares(statement: Statement): boolean {
  return statement.kind === "let" || statement.kind === "take" || statement.kind === "define";
}

/** A statement behind one that ends the block never runs. */
function reached(block: Block): Block {
  const [only] = block;
  if (block.length === 1 && only?.kind === "block") return only.body;
  const last = block.findIndex(alwaysEnds);
  if (last < 0 || last === block.length - 1) return block;
  return block.slice(0, last + 1);
}

/** Does no way through the statement lead to the next one? */
function alwaysEnds(statement: Statement): boolean {
  switch (statement.kind) {
    case "return":
    case "fail":
    case "break":
    case "continue":
      return true;
    case "block":
      return statement.body.some(alwaysEnds);
    case "if":
      return statement.whenTrue.some(alwaysEnds) && statement.whenFalse.some(alwaysEnds);
    default:
      return false;
  }
}

/** `if (a) continue; b` in a loop's body as `if (!a) { b }`: Lua has no word for it. */
function withoutContinue(body: Block, conditions: readonly Expression[], step: Block): Block {
  if (body.at(-1)?.kind === "continue") return body.slice(0, -1);
  const index = body.findIndex((statement) => statement.kind === "if" && isContinue(statement));
  const branch = body[index];
  if (branch?.kind !== "if") return body;
  const rest = body.slice(index + 1);
  const behind: Block = [
    ...step,
    ...conditions.map((value): Statement => ({ kind: "evaluate", place: value.place, value })),
  ];
  const named = usesIn(behind).variables;
  if (rest.some((statement) => madeBy(statement).some((variable) => named.has(variable)))) return body;
  const kept = body.slice(0, index);
  if (rest.length === 0) return [...kept, { kind: "evaluate", place: branch.place, value: branch.condition }];
  return [...kept, { ...branch, condition: opposite(branch.condition), whenTrue: rest }];
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
      ? withChanges(last, {
          whenTrue: withoutLastReturn(last.whenTrue),
          whenFalse: withoutLastReturn(last.whenFalse),
        })
      : last.kind === "block"
        ? withChanges(last, { body: withoutLastReturn(last.body) })
        : last;
  return shorter === last ? body : [...before, shorter];
}
