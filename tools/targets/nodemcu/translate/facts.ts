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
      statement: (statement) => {
        if (statement.kind === "let" && statement.value !== undefined)
          this.declared.set(statement.variable, statement.value);
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
  leastOf(expression: Expression): number {
    return this.bounds.least(expression);
  }

  /**
   * Is the index in the text, the cut's end not before its beginning, the entry in the list or at its end?
   */
  isWithin(access: Parameters<LowerBounds["isWithin"]>[0]): boolean {
    return this.bounds.isWithin(access);
  }

  /** May it be infinite, or no number at all, by the author's own lines? */
  mayBeNoNumber(expression: Expression): boolean {
    return this.noNumbers.originOf(expression) !== undefined;
  }

  /** May the evaluation of one of these change what the expression reads? */
  isChangedBy(expression: Expression, by: readonly Expression[]): boolean {
    const own = this.effects.of(expression);
    return by.some((evaluated) => !isApart(own, this.effects.of(evaluated)));
  }

  /** Can nobody notice its evaluation, except by its value? */
  isPure(expression: Expression): boolean {
    return this.effects.isPure(expression);
  }

  /** Has the expression one value, whatever of these statements has run? */
  isSteadyOver(expression: Expression, statements: Block): boolean {
    if (isNeverChanged(expression, this)) return true;
    const own = this.effects.of(expression);
    return (
      !own.isAnything && statements.every((statement) => isApart(own, this.effects.ofStatement(statement)))
    );
  }
}

function isNeverChanged(expression: Expression, facts: Facts): boolean {
  switch (expression.kind) {
    case "number":
    case "text":
      return true;
    case "variable":
      return facts.isConstant(expression.variable);
    case "operation":
      return (
        expression.operator !== "list-length" &&
        expression.operator !== "append" &&
        expression.operands.every((operand) => isNeverChanged(operand, facts))
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
export function isSurelyThere(expression: Expression): boolean {
  if (expression.kind === "entry" || expression.kind === "lookup") return false;
  return isNeverFalse(expression.type) && !mayBe(expression.type, "nothing");
}

/** Either true or false, and nothing else. */
export function isTruth(expression: Expression): boolean {
  if (expression.kind === "entry" || expression.kind === "lookup") return false;
  if (expression.kind === "and" || expression.kind === "or")
    return isTruth(expression.left) && isTruth(expression.right);
  return membersOf(expression.type).every(({ kind }) => kind === "truth");
}

function isCall({ kind }: Expression): boolean {
  return kind === "call" || kind === "call-value" || kind === "call-member";
}

export function hasCall(expression: Expression): boolean {
  let hasOne = false;
  visitExpression(expression, {
    expression: (expression) => {
      hasOne ||= isCall(expression);
    },
  });
  return hasOne;
}
