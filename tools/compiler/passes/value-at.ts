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

  statement(one: Statement): Statement | undefined {
    switch (one.kind) {
      case "let":
      case "return":
      case "evaluate":
      case "fail": {
        if (one.value === undefined) return undefined;
        const value = this.expression(one.value);
        return value && { ...one, value };
      }
      case "if": {
        const condition = this.expression(one.condition);
        return condition && { ...one, condition };
      }
      case "each": {
        const list = this.reads(one.list) ? this.expression(one.list) : undefined;
        return list && { ...one, list };
      }
      case "take": {
        const from = this.expression(one.from);
        return from && { ...one, from };
      }
      case "assign":
        return this.assignment(one);
      default:
        return undefined;
    }
  }

  private assignment(one: Extract<Statement, { kind: "assign" }>): Statement | undefined {
    const { target, value } = one;
    if (target.kind === "field" || target.kind === "member") {
      if (this.reads(target.of)) {
        const of = this.expression(target.of);
        return of && { ...one, target: { ...target, of } as Target };
      }
      if (!this.passes(target.of)) return undefined;
    }
    if ((target.kind === "entry" || target.kind === "lookup") && !this.passesPlace(target)) return undefined;
    const given = this.reads(value) ? this.expression(value) : undefined;
    return given && { ...one, value: given };
  }

  private passesPlace(target: Extract<Target, { kind: "entry" | "lookup" }>): boolean {
    return this.passes(target.of) && this.passes(target.kind === "entry" ? target.index : target.key);
  }

  /**
   * The expression with the value in it, if it reads the variable and its earlier parts let the value pass.
   */
  private expression(one: Expression): Expression | undefined {
    if (one.kind === "variable") return one.variable === this.variable ? this.value : undefined;
    const parts = partsOf(one);
    const at = parts.findIndex((part) => this.reads(part));
    const part = parts[at];
    if (part === undefined || !parts.slice(0, at).every((before) => this.passes(before))) return undefined;
    if (at > 0 && isChoice(one) && !this.isPure) return undefined;
    const changed = this.expression(part);
    return changed && withParts(one, (given) => (given === part ? changed : given));
  }

  private reads(one: Expression): boolean {
    return isReadIn(this.variable, one);
  }

  private passes(one: Expression): boolean {
    return !this.reads(one) && this.effects.mayChangePlaces(this.effect, this.effects.of(one));
  }
}

/** Is only its first part worked out in any case? */
function isChoice(one: Expression): boolean {
  switch (one.kind) {
    case "and":
    case "or":
    case "or-else":
    case "choose":
      return true;
    case "call-value":
      return one.isOptional;
    default:
      return false;
  }
}
