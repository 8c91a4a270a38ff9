// Arguments of a call whose function's body takes its place: each stands where its parameter
// stood, or is worked out first.

import { mayStandAs } from "../ir/check-types.ts";
import type { Effects } from "../ir/effects.ts";
import { blocksOf } from "../ir/parts.ts";
import type { Block, Expression, Statement, Variable } from "../ir/program.ts";
import { type Rewriter, rewriteBlock, rewriteExpression } from "../ir/rewrite.ts";
import { NOTHING } from "../ir/types.ts";
import { usesIn } from "../ir/uses.ts";
import { visitBlock } from "../ir/visit.ts";
import { isShort } from "./constant.ts";
import { forEffect } from "./for-effect.ts";
import type { Copy } from "./fresh-body.ts";
import { isPlain, isSteadyConstant, namedWithin } from "./steady.ts";

export type Call = Extract<Expression, { kind: "call" }>;

export interface Given {
  /** Arguments that are worked out first, in their order. */
  readonly before: Block;
  /** Arguments that stand where their parameters did. */
  readonly instead: ReadonlyMap<Variable, Expression>;
}

export function givenArguments(
  { parameters, body }: Omit<Copy, "variables">,
  call: Call,
  effects: Effects,
): Given {
  const before: Statement[] = [];
  const instead = new Map<Variable, Expression>();
  const { place } = call;
  // From the last one on: an argument in its parameter's place is worked out after those that come behind it.
  const behind: Expression[] = [];
  for (const [index, parameter] of [...parameters.entries()].reverse()) {
    const argument = call.arguments[index] ?? { kind: "nothing", type: NOTHING, place };
    const { reads, writes } = usesIn(body).variables.get(parameter) ?? { reads: 0, writes: 0 };
    if (writes === 0 && reads === 0 && effects.isPure(argument)) continue;
    const mayMove = (): boolean =>
      isPlain(argument) &&
      isWorthGiving(argument, parameter, reads, body) &&
      effects.isSteadyOver(argument, effects.ofFunction(call.function)) &&
      behind.every((expression) => effects.isSteadyOver(argument, effects.of(expression))) &&
      (!namedWithin(body).has(parameter) || isSteadyConstant(argument, effects));
    if (writes === 0 && mayMove()) {
      instead.set(parameter, argument);
      continue;
    }
    behind.push(argument);
    if (writes === 0 && reads === 0) before.unshift(...forEffect(argument, effects));
    else before.unshift({ kind: "let", place, variable: parameter, value: argument });
  }
  return { before, instead };
}

/** A single word may stand anywhere; a longer value only in one place, which is reached once. */
export function isWorthGiving(
  argument: Expression,
  parameter: Variable,
  reads: number,
  body: Block,
): boolean {
  return isOneWord(argument) || (reads <= 1 && !usedInLoops(body).has(parameter));
}

function isOneWord(expression: Expression): boolean {
  switch (expression.kind) {
    case "variable":
    case "number":
    case "truth":
    case "nothing":
    case "function":
      return true;
    default:
      return expression.kind === "text" && isShort(expression.value);
  }
}

function instead(replacements: ReadonlyMap<Variable, Expression>): Rewriter {
  return {
    expression: (expression) => {
      const argument = expression.kind === "variable" ? replacements.get(expression.variable) : undefined;
      return argument === undefined ? expression : typed(argument, expression);
    },
  };
}

export function putInstead(body: Block, replacements: Given["instead"]): Block {
  return replacements.size === 0 ? body : rewriteBlock(body, instead(replacements));
}

export function putInsteadIn(value: Expression, replacements: Given["instead"]): Expression {
  return replacements.size === 0 ? value : rewriteExpression(value, instead(replacements));
}

/** A read value takes its kind from its new place; a literal keeps its own. */
function typed(argument: Expression, use: Expression): Expression {
  const isRead = argument.kind === "variable" || argument.kind === "field" || argument.kind === "entry";
  return isRead && use.type.kind !== "foreign" && use.type !== argument.type && mayStandAs(argument, use.type)
    ? { ...argument, type: use.type }
    : argument;
}

const inLoops = new WeakMap<Block, ReadonlySet<Variable>>();

/** Variables named by the loops of a body, or by functions made in it. */
function usedInLoops(body: Block): ReadonlySet<Variable> {
  const known = inLoops.get(body);
  if (known !== undefined) return known;
  const used = new Set(namedWithin(body));
  visitBlock(body, {
    statement: (statement) => {
      if (statement.kind !== "loop" && statement.kind !== "each") return;
      const parts: Block =
        statement.kind === "loop"
          ? [{ kind: "evaluate", place: statement.place, value: statement.condition }]
          : [];
      for (const block of [...blocksOf(statement), parts])
        for (const variable of usesIn(block).variables.keys()) used.add(variable);
    },
  });
  inLoops.set(body, used);
  return used;
}
