// Puts a value in the one place where a variable is read, when all that is worked out before it there lets it
// pass.
import type { Effect, Effects } from "../ir/effects.ts";
import { partsOf, withParts } from "../ir/parts.ts";
import type { Expression, Statement, Target, Variable } from "../ir/program.ts";
import { isReadIn } from "../ir/uses.ts";

/**
 * The statement with the value in place of the variable, which it reads once; nothing where that could be
 * noticed.
 */
export function withValueAt(
  statement: Statement,
  variable: Variable,
  value: Expression,
  effects: Effects,
): Statement | undefined {
  return new ValueAt(variable, value, effects).statement(statement);
}

class ValueAt {
  private readonly effect: Effect;
  private readonly isPure: boolean;

  constructor(
    private readonly variable: Variable,
    private readonly value: Expression,
    private readonly effects: Effects,
  ) {
    this.effect = effects.of(value);
    this.isPure = effects.isPure(value);
  }

  statement(statement: Statement): Statement | undefined {
    switch (statement.kind) {
      case "let":
      case "return":
      case "evaluate":
      case "fail": {
        if (statement.value === undefined) return undefined;
        const value = this.expression(statement.value);
        return value && { ...statement, value };
      }
      case "if": {
        const condition = this.expression(statement.condition);
        return condition && { ...statement, condition };
      }
      case "each": {
        const list = this.reads(statement.list) ? this.expression(statement.list) : undefined;
        return list && { ...statement, list };
      }
      case "take": {
        const from = this.expression(statement.from);
        return from && { ...statement, from };
      }
      case "assign":
        return this.assignment(statement);
      default:
        return undefined;
    }
  }

  private assignment(statement: Extract<Statement, { kind: "assign" }>): Statement | undefined {
    const { target, value } = statement;
    if (target.kind === "field" || target.kind === "member") {
      if (this.reads(target.of)) {
        const of = this.expression(target.of);
        return of && { ...statement, target: { ...target, of } as Target };
      }
      if (!this.passes(target.of)) return undefined;
    }
    if ((target.kind === "entry" || target.kind === "lookup") && !this.passesPlace(target)) return undefined;
    const replaced = this.reads(value) ? this.expression(value) : undefined;
    return replaced && { ...statement, value: replaced };
  }

  private passesPlace(target: Extract<Target, { kind: "entry" | "lookup" }>): boolean {
    return this.passes(target.of) && this.passes(target.kind === "entry" ? target.index : target.key);
  }

  /**
   * The expression with the value in it, if it reads the variable and its earlier parts let the value pass.
   */
  private expression(expression: Expression): Expression | undefined {
    if (expression.kind === "variable") return expression.variable === this.variable ? this.value : undefined;
    const parts = partsOf(expression);
    const at = parts.findIndex((part) => this.reads(part));
    const part = parts[at];
    if (part === undefined || !parts.slice(0, at).every((before) => this.passes(before))) return undefined;
    if (at > 0 && isChoice(expression) && !this.isPure) return undefined;
    const changed = this.expression(part);
    return changed && withParts(expression, (inner) => (inner === part ? changed : inner));
  }

  private reads(expression: Expression): boolean {
    return isReadIn(this.variable, expression);
  }

  private passes(expression: Expression): boolean {
    return !this.reads(expression) && this.effects.mayChangePlaces(this.effect, this.effects.of(expression));
  }
}

/** Is only its first part worked out in any case? */
function isChoice(expression: Expression): boolean {
  switch (expression.kind) {
    case "and":
    case "or":
    case "or-else":
    case "choose":
      return true;
    case "call-value":
      return expression.isOptional;
    default:
      return false;
  }
}
