// Puts a function's body in place of a call of it: as an expression, where it is only `return ...`, or as
// statements in front of what is left of the call's own statement.

import { mayStandAs } from "../ir/check-types.ts";
import type { Effects } from "../ir/effects.ts";
import type { Block, Expression, FunctionDef, Statement, Variable } from "../ir/program.ts";
import type { Type } from "../ir/types.ts";
import { forEffect } from "./for-effect.ts";
import { type Copy, freshBody } from "./fresh-body.ts";
import { type Call, givenArguments, putInstead, putInsteadIn } from "./given-arguments.ts";
import { alwaysReturns, hasReturn, returnsValue, withoutReturns } from "./returns.ts";

/** The statement that a call stands in. */
export interface Standing {
  readonly statement: Statement;
  /** The statement with a value in place of the call. */
  readonly withValue: (value: Expression) => Statement;
  /** No statement of its function follows. */
  readonly isTail: boolean;
}

/** The way to put a function somewhere: its body itself, which leaves its old place, or a copy. */
export type Way = "moved" | "copied";

/** The replacement of the call itself; `undefined` where there can be none. */
export function asExpression(
  callee: FunctionDef,
  call: Call,
  way: Way,
  effects: Effects,
): Expression | undefined {
  if (onlyValue(callee.body) === undefined) return undefined;
  const taken = takenBody(callee, way, effects);
  const value = onlyValue(taken.body);
  if (value === undefined) return undefined;
  const { before, instead } = givenArguments(taken, call, effects);
  return before.length > 0 ? undefined : typed(putInsteadIn(value, instead), call.type);
}

/** The replacement of the whole statement. */
export function asStatements(
  callee: FunctionDef,
  call: Call,
  standing: Standing,
  way: Way,
  effects: Effects,
): { before: Block; rest: Statement | undefined } | undefined {
  const taken = takenBody(callee, way, effects);
  const passed = givenArguments(taken, call, effects);
  const body = putInstead(taken.body, passed.instead);
  const placed = new Placed(callee, call, standing, effects).of(body);
  return placed === undefined ? undefined : { ...placed, before: [...passed.before, ...placed.before] };
}

function takenBody(callee: FunctionDef, way: Way, effects: Effects): Omit<Copy, "variables"> {
  if (way === "moved") return callee;
  const copy = freshBody(callee);
  for (const [original, copied] of copy.variables) effects.copies(original, copied);
  return copy;
}

function onlyValue([only, ...others]: Block): Expression | undefined {
  return only?.kind === "return" && others.length === 0 ? only.value : undefined;
}

interface InFront {
  before: Block;
  /** The rest of the statement. */
  rest: Statement | undefined;
}

class Placed {
  constructor(
    private readonly callee: FunctionDef,
    private readonly call: Call,
    private readonly standing: Standing,
    private readonly effects: Effects,
  ) {}

  of(body: Block): InFront | undefined {
    const { statement } = this.standing;
    const isWhole = "value" in statement && statement.value === this.call;
    if (isWhole && statement.kind === "return") return { before: ended(body, statement), rest: undefined };
    if (isWhole && statement.kind === "evaluate") return this.evaluated(body);
    return this.withLastValue(body) ?? (isWhole ? this.stored(body, statement) : this.kept(body));
  }

  private evaluated(body: Block): InFront | undefined {
    const { isTail } = this.standing;
    if (isTail && !returnsValue(body)) return { before: body, rest: undefined };
    const before = withoutReturns(body, (value) =>
      value === undefined ? [] : forEffect(value, this.effects),
    );
    return before && { before, rest: undefined };
  }

  /** Its only return is its last statement, whose value stands in place of the call. */
  private withLastValue(body: Block): InFront | undefined {
    const last = body.at(-1);
    const before = body.slice(0, -1);
    if (last?.kind !== "return" || last.value === undefined || before.some(hasReturn)) return undefined;
    return { before, rest: this.standing.withValue(typed(last.value, this.call.type)) };
  }

  /** `let x = f()` and `x = f()`: each return stores into x, and nothing follows it. */
  private stored(body: Block, statement: Statement): InFront | undefined {
    if (statement.kind === "let") {
      const { variable, place } = statement;
      const before = this.storing(body, variable);
      return (
        before && { before: [{ kind: "let", place, variable, value: undefined }, ...before], rest: undefined }
      );
    }
    const target = statement.kind === "assign" ? statement.target : undefined;
    if (target?.kind !== "variable" || !alwaysReturns(body)) return this.kept(body);
    const before = this.storing(body, target.variable);
    return before && { before, rest: undefined };
  }

  private kept(body: Block): InFront | undefined {
    const { place, type } = this.call;
    const variable: Variable = { name: `${this.callee.id.name}_result`, type, place };
    const before = this.storing(body, variable);
    if (before === undefined) return undefined;
    const rest = this.standing.withValue({ kind: "variable", variable, type, place });
    return { before: [{ kind: "let", place, variable, value: undefined }, ...before], rest };
  }

  private storing(body: Block, variable: Variable): Block | undefined {
    const { type } = this.call;
    const stored = withoutReturns(body, (value, place) => {
      const assigned: Expression =
        value === undefined ? { kind: "nothing", type, place } : typed(value, type);
      return [{ kind: "assign", place, target: { kind: "variable", variable }, value: assigned }];
    });
    if (stored !== undefined) this.effects.stores(variable);
    return stored;
  }
}

/** The call is what its function returns: the body keeps its returns. */
function ended(body: Block, { place }: Statement): Block {
  return alwaysReturns(body) ? body : [...body, { kind: "return", place, value: undefined }];
}

/** The result type of a generic function is known at its call. */
function typed(value: Expression, type: Type): Expression {
  return value.type.kind === "foreign" && value.type !== type && mayStandAs(value, type)
    ? { ...value, type }
    : value;
}
