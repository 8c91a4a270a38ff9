// Facts of a program that the translation to Lua needs: which variables change, and which values are
// surely there and true in Lua.

import { LowerBounds } from "../../../compiler/bounds/lower-bounds.ts";
import { noNumbersIn } from "../../../compiler/bounds/no-numbers.ts";
import type { Spread } from "../../../compiler/bounds/spread.ts";
import { Effects, isApart } from "../../../compiler/ir/effects.ts";
import { madeBy } from "../../../compiler/ir/parts.ts";
import type { Block, Expression, Program, Variable } from "../../../compiler/ir/program.ts";
import { mayBe, membersOf, type Type } from "../../../compiler/ir/types.ts";
import { usesIn } from "../../../compiler/ir/uses.ts";
import { visitBlock, visitExpression } from "../../../compiler/ir/visit.ts";

export class Facts {
  /** Variables of the whole program. */
  readonly outermost: ReadonlySet<Variable>;
  private readonly assigned = new Set<Variable>();
  private readonly effects: Effects;
  private readonly bounds: LowerBounds;
  private readonly noNumbers: Spread;
  /** The initial values of variables. */
  private readonly declared = new Map<Variable, Expression>();

  constructor(program: Program) {
    this.outermost = new Set(program.start.flatMap(madeBy));
    this.effects = new Effects(program);
    this.bounds = new LowerBounds(program);
    this.noNumbers = noNumbersIn(program, this.bounds);
    for (const block of [program.start, ...[...program.functions.values()].map(({ body }) => body)])
      this.read(block);
  }

  private read(block: Block): void {
    for (const [variable, { writes }] of usesIn(block).variables) if (writes > 0) this.assigned.add(variable);
    visitBlock(block, {
      statement: (one) => {
        if (one.kind === "let" && one.value !== undefined) this.declared.set(one.variable, one.value);
      },
    });
  }

  /** Has it one value from its declaration on? */
  isConstant(variable: Variable): boolean {
    return !this.assigned.has(variable);
  }

  /** The value of its declaration, if it gets no other. */
  valueOf(variable: Variable): Expression | undefined {
    return this.isConstant(variable) ? this.declared.get(variable) : undefined;
  }

  /** The least number that it may be in its place. */
  leastOf(one: Expression): number {
    return this.bounds.least(one);
  }

  /**
   * Is the index in the text, the cut's end not before its beginning, the entry in the list or at its end?
   */
  isWithin(one: Parameters<LowerBounds["isWithin"]>[0]): boolean {
    return this.bounds.isWithin(one);
  }

  /** May it be infinite, or no number at all, by the author's own lines? */
  mayBeNoNumber(one: Expression): boolean {
    return this.noNumbers.originOf(one) !== undefined;
  }

  /** May the evaluation of one of these change what the expression reads? */
  isChangedBy(one: Expression, by: readonly Expression[]): boolean {
    const own = this.effects.of(one);
    return by.some((other) => !isApart(own, this.effects.of(other)));
  }

  /** Can nobody notice its evaluation, except by its value? */
  isPure(expression: Expression): boolean {
    return this.effects.isPure(expression);
  }

  /** Has the expression one value, whatever of these statements has run? */
  isSteadyOver(expression: Expression, statements: Block): boolean {
    if (isNeverChanged(expression, this)) return true;
    const own = this.effects.of(expression);
    return !own.isAnything && statements.every((one) => isApart(own, this.effects.ofStatement(one)));
  }
}

function isNeverChanged(one: Expression, facts: Facts): boolean {
  switch (one.kind) {
    case "number":
    case "text":
      return true;
    case "variable":
      return facts.isConstant(one.variable);
    case "operation":
      return (
        one.operator !== "list-length" &&
        one.operator !== "append" &&
        one.operands.every((operand) => isNeverChanged(operand, facts))
      );
    default:
      return false;
  }
}

/** Is a value of this type true to Lua, unless it is not there? */
export function isNeverFalse(type: Type): boolean {
  return !mayBe(type, "truth");
}

/** Is it neither nil nor false in Lua, whatever its value? An entry may be missing in its list. */
export function isSurelyThere(one: Expression): boolean {
  if (one.kind === "entry" || one.kind === "lookup") return false;
  return isNeverFalse(one.type) && !mayBe(one.type, "nothing");
}

/** Either true or false, and nothing else. */
export function isTruth(one: Expression): boolean {
  if (one.kind === "entry" || one.kind === "lookup") return false;
  if (one.kind === "and" || one.kind === "or") return isTruth(one.left) && isTruth(one.right);
  return membersOf(one.type).every(({ kind }) => kind === "truth");
}

function isCall({ kind }: Expression): boolean {
  return kind === "call" || kind === "call-value" || kind === "call-member";
}

export function hasCall(expression: Expression): boolean {
  let found = false;
  visitExpression(expression, {
    expression: (one) => {
      found ||= isCall(one);
    },
  });
  return found;
}
