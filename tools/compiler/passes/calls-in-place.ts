// Goes over a function and puts others in place of their calls, wherever they can stand: many in one go. Who
// goes where is decided by the pass that asks.

import type { Effects } from "../ir/effects.ts";
import { expressionsOf, madeBy, partsOf, withBlocks, withExpressions, withParts } from "../ir/parts.ts";
import type { Block, Expression, FunctionDef, Statement } from "../ir/program.ts";
import { visitBlock } from "../ir/visit.ts";
import { forEffect } from "./for-effect.ts";
import type { Call } from "./given-arguments.ts";
import { asExpression, asStatements, type Standing, type Way } from "./in-place.ts";

/**
 * The most locals and parameters of a function: below the 50 of NodeMCU's Lua 5.1, with room for those that
 * it adds by itself.
 */
const MOST_LOCALS = 32;

export interface Choice {
  readonly way: Way;
  /** The call allows only an expression in its place, and no statements before its own. */
  readonly isExpression?: boolean;
  /** The function that may take the place of the call. */
  of(call: Call): FunctionDef | undefined;
  /** The function has taken the place of the call. */
  done(callee: FunctionDef): void;
}

interface Around {
  /** No other statement of the function follows. */
  readonly isTail: boolean;
  readonly isInLoop: boolean;
  /** The function that gets the locals; none at the top, where they would be variables for good. */
  readonly host: { locals: number } | undefined;
}

const TOP: Around = { isTail: false, isInLoop: false, host: undefined };

export class CallsInPlace {
  constructor(
    private readonly choice: Choice,
    private readonly effects: Effects,
  ) {}

  inFunction(definition: FunctionDef): FunctionDef {
    return this.function(definition, TOP);
  }

  inStart(start: Block): Block {
    return this.block(start, TOP);
  }

  private function(definition: FunctionDef, { host }: Around): FunctionDef {
    const around = { isTail: true, isInLoop: false, host: host ?? { locals: localsOf(definition) } };
    const body = this.block(definition.body, around);
    return body === definition.body ? definition : { ...definition, body };
  }

  private block(block: Block, around: Around): Block {
    let isSame = true;
    const made = block.flatMap((statement, index) => {
      const isTail = around.isTail && index === block.length - 1;
      const placed = this.statement(statement, { ...around, isTail });
      isSame &&= placed.length === 1 && placed[0] === statement;
      return placed;
    });
    return isSame ? block : made;
  }

  private statement(statement: Statement, around: Around): Block {
    const inside = this.withParts(statement, around);
    // An inlined body may have nothing left to do.
    const isLess = inside !== statement && inside.kind === "evaluate";
    const acting = isLess ? forEffect(inside.value, this.effects) : [inside];
    return acting.flatMap((each) => (each.kind === "loop" ? [each] : this.inFront(each, around)));
  }

  private withParts(statement: Statement, around: Around): Statement {
    if (statement.kind === "define") {
      const function_ = this.function(statement.function, around);
      return function_ === statement.function ? statement : { ...statement, function: function_ };
    }
    const own = withExpressions(statement, (part) =>
      this.expression(part, statement.kind === "loop" ? { ...around, isInLoop: true } : around),
    );
    const isLoop = statement.kind === "loop" || statement.kind === "each";
    const isTail = around.isTail && (statement.kind === "if" || statement.kind === "block");
    const within = { ...around, isTail, isInLoop: around.isInLoop || isLoop };
    return withBlocks(own, (block) =>
      // Behind each turn only expressions have room.
      this.block(
        block,
        statement.kind === "loop" && block === statement.step ? { ...within, host: undefined } : within,
      ),
    );
  }

  private expression(expression: Expression, around: Around): Expression {
    if (expression.kind === "closure") {
      const function_ = this.function(expression.function, around);
      return function_ === expression.function ? expression : { ...expression, function: function_ };
    }
    const inside = withParts(expression, (part) => this.expression(part, around));
    if (inside.kind !== "call") return inside;
    const callee = this.calleeOf(inside, around);
    const value = callee && asExpression(callee, inside, this.choice.way, this.effects);
    if (callee === undefined || value === undefined) return inside;
    this.choice.done(callee);
    return value;
  }

  private calleeOf(call: Call, { isInLoop }: Around): FunctionDef | undefined {
    const callee = this.choice.of(call);
    if (callee === undefined || callee.self !== undefined) return undefined;
    if (call.arguments.length > callee.parameters.length) return undefined;
    // In a loop each turn has its own locals, which a function made in it could keep.
    return isInLoop && makesFunctions(callee.body) ? undefined : callee;
  }

  /** Takes one call after the other, until none that is left in the statement can be inlined. */
  private inFront(statement: Statement, around: Around): Block {
    const made: Statement[] = [];
    let rest = statement;
    for (;;) {
      const placed = this.firstInFront(rest, around);
      if (placed === undefined) return [...made, rest];
      made.push(...placed.before);
      if (placed.rest === undefined) return made;
      rest = placed.rest;
    }
  }

  private firstInFront(
    statement: Statement,
    around: Around,
  ): { before: Block; rest: Statement | undefined } | undefined {
    if (around.host === undefined || this.choice.isExpression === true) return undefined;
    const parts = expressionsOf(statement);
    for (const [index, part] of parts.entries()) {
      const withValue = (value: Expression): Statement => {
        let at = 0;
        return withExpressions(statement, (expression) => (at++ === index ? value : expression));
      };
      const placed = this.firstIn(part, parts.slice(0, index), withValue, { statement, around });
      if (placed !== undefined) return placed;
    }
    return undefined;
  }

  /**
   * The first call of an expression whose body can stand before the statement; `before` is worked out before
   * the call.
   */
  private firstIn(
    expression: Expression,
    before: readonly Expression[],
    withValue: Standing["withValue"],
    at: { statement: Statement; around: Around },
  ): ReturnType<typeof asStatements> {
    for (const [index, part] of alwaysWorkedOut(expression).entries()) {
      const put = (value: Expression): Statement => {
        let count = 0;
        return withValue(withParts(expression, (each) => (count++ === index ? value : each)));
      };
      const placed = this.firstIn(part, [...before, ...partsOf(expression).slice(0, index)], put, at);
      if (placed !== undefined) return placed;
    }
    if (expression.kind !== "call") return undefined;
    return this.callInFront(expression, before, withValue, at);
  }

  private callInFront(
    call: Call,
    before: readonly Expression[],
    withValue: Standing["withValue"],
    { statement, around }: { statement: Statement; around: Around },
  ): ReturnType<typeof asStatements> {
    const callee = this.calleeOf(call, around);
    const { host, isTail } = around;
    if (callee === undefined || host === undefined) return undefined;
    const locals = localsOf(callee);
    if (host.locals + locals > MOST_LOCALS) return undefined;
    const { effects } = this;
    const effect = effects.of(call);
    if (!before.every((expression) => effects.mayChangePlaces(effects.of(expression), effect)))
      return undefined;
    const standing = { statement, withValue, isTail };
    const placed = asStatements(callee, call, standing, this.choice.way, this.effects);
    if (placed === undefined) return undefined;
    host.locals += locals;
    this.choice.done(callee);
    return placed;
  }
}

/** The parts of an expression that are worked out in any case. */
export function alwaysWorkedOut(expression: Expression): readonly Expression[] {
  const parts = partsOf(expression);
  const mayEnd =
    expression.kind === "choose" ||
    expression.kind === "and" ||
    expression.kind === "or" ||
    expression.kind === "or-else" ||
    (expression.kind === "call-value" && expression.isOptional);
  return mayEnd ? parts.slice(0, 1) : parts;
}

const locals = new WeakMap<Block, number>();

/** The variables of a function, those of functions that are made in it included. */
function localsOf({ parameters, body }: FunctionDef): number {
  const known = locals.get(body);
  if (known !== undefined) return known + parameters.length;
  let count = 0;
  visitBlock(body, {
    statement: (statement) => {
      count += madeBy(statement).length;
    },
    inner: (definition) => {
      count += definition.parameters.length;
    },
  });
  locals.set(body, count);
  return count + parameters.length;
}

const making = new WeakMap<Block, boolean>();

function makesFunctions(body: Block): boolean {
  const known = making.get(body);
  if (known !== undefined) return known;
  let isFound = false;
  visitBlock(body, {
    inner: () => {
      isFound = true;
    },
  });
  making.set(body, isFound);
  return isFound;
}
