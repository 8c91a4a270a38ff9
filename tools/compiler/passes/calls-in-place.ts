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

  inFunction(one: FunctionDef): FunctionDef {
    return this.function(one, TOP);
  }

  inStart(start: Block): Block {
    return this.block(start, TOP);
  }

  private function(one: FunctionDef, { host }: Around): FunctionDef {
    const around = { isTail: true, isInLoop: false, host: host ?? { locals: localsOf(one) } };
    const body = this.block(one.body, around);
    return body === one.body ? one : { ...one, body };
  }

  private block(block: Block, around: Around): Block {
    let isSame = true;
    const made = block.flatMap((one, index) => {
      const isTail = around.isTail && index === block.length - 1;
      const given = this.statement(one, { ...around, isTail });
      isSame &&= given.length === 1 && given[0] === one;
      return given;
    });
    return isSame ? block : made;
  }

  private statement(one: Statement, around: Around): Block {
    const inside = this.withParts(one, around);
    // An inlined body may have nothing left to do.
    const isLess = inside !== one && inside.kind === "evaluate";
    const given = isLess ? forEffect(inside.value, this.effects) : [inside];
    return given.flatMap((each) => (each.kind === "loop" ? [each] : this.inFront(each, around)));
  }

  private withParts(one: Statement, around: Around): Statement {
    if (one.kind === "define") {
      const function_ = this.function(one.function, around);
      return function_ === one.function ? one : { ...one, function: function_ };
    }
    const own = withExpressions(one, (part) =>
      this.expression(part, one.kind === "loop" ? { ...around, isInLoop: true } : around),
    );
    const isLoop = one.kind === "loop" || one.kind === "each";
    const isTail = around.isTail && (one.kind === "if" || one.kind === "block");
    const within = { ...around, isTail, isInLoop: around.isInLoop || isLoop };
    return withBlocks(own, (block) =>
      // Behind each turn only expressions have room.
      this.block(block, one.kind === "loop" && block === one.step ? { ...within, host: undefined } : within),
    );
  }

  private expression(one: Expression, around: Around): Expression {
    if (one.kind === "closure") {
      const function_ = this.function(one.function, around);
      return function_ === one.function ? one : { ...one, function: function_ };
    }
    const inside = withParts(one, (part) => this.expression(part, around));
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
      const given = this.firstInFront(rest, around);
      if (given === undefined) return [...made, rest];
      made.push(...given.before);
      if (given.rest === undefined) return made;
      rest = given.rest;
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
        return withExpressions(statement, (one) => (at++ === index ? value : one));
      };
      const found = this.firstIn(part, parts.slice(0, index), withValue, { statement, around });
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /**
   * The first call of an expression whose body can stand before the statement; `before` is worked out before
   * the call.
   */
  private firstIn(
    one: Expression,
    before: readonly Expression[],
    withValue: Standing["withValue"],
    at: { statement: Statement; around: Around },
  ): ReturnType<typeof asStatements> {
    for (const [index, part] of alwaysWorkedOut(one).entries()) {
      const put = (value: Expression): Statement => {
        let count = 0;
        return withValue(withParts(one, (each) => (count++ === index ? value : each)));
      };
      const found = this.firstIn(part, [...before, ...partsOf(one).slice(0, index)], put, at);
      if (found !== undefined) return found;
    }
    if (one.kind !== "call") return undefined;
    return this.callInFront(one, before, withValue, at);
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
    if (!before.every((one) => effects.mayChangePlaces(effects.of(one), effect))) return undefined;
    const standing = { statement, withValue, isTail };
    const given = asStatements(callee, call, standing, this.choice.way, this.effects);
    if (given === undefined) return undefined;
    host.locals += locals;
    this.choice.done(callee);
    return given;
  }
}

/** The parts of an expression that are worked out in any case. */
export function alwaysWorkedOut(one: Expression): readonly Expression[] {
  const parts = partsOf(one);
  const mayEnd =
    one.kind === "choose" ||
    one.kind === "and" ||
    one.kind === "or" ||
    one.kind === "or-else" ||
    (one.kind === "call-value" && one.isOptional);
  return mayEnd ? parts.slice(0, 1) : parts;
}

const locals = new WeakMap<Block, number>();

/** The variables of a function, those of functions that are made in it included. */
function localsOf({ parameters, body }: FunctionDef): number {
  const known = locals.get(body);
  if (known !== undefined) return known + parameters.length;
  let count = 0;
  visitBlock(body, {
    statement: (one) => {
      count += madeBy(one).length;
    },
    inner: (one) => {
      count += one.parameters.length;
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
