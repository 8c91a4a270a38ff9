// What a condition has found out holds in its branch, and behind it, where the other branch ends: `if (x === undefined)
// return; ... x !== undefined` asks what is known. So does what a variable was given last.
//
// Needs nothing but the function. Asks only of its own variables that no function within it changes: nobody else can
// change them. In a function that is made there nothing is known, for it runs later.
import { blocksOf, changed, madeBy, withExpressions, withParts } from "../form/parts.ts";
import type { Block, Expression, FunctionDef, Program, Statement, Variable } from "../form/program.ts";
import { mapFunctions } from "../form/rewrite.ts";
import { usesIn } from "../form/uses.ts";
import { visitBlock } from "../form/visit.ts";
import { constant, constantOf, isConstant, standingFor } from "./constant.ts";
import {
  type Facts,
  factsBehind,
  inBoth,
  isKnownAs,
  NO_FACTS,
  truthBy,
  withComparison,
  without,
  withValue,
} from "./facts.ts";
import { alwaysEnds } from "./fold.ts";

/** Bodies in which nothing more is known. */
const settled = new WeakSet<Block>();

export function knownValues(program: Program): Program {
  return mapFunctions(program, (one) => {
    if (settled.has(one.body)) return one;
    const body = new Knowing(ownVariables(one)).block(one.body, NO_FACTS).block;
    if (body === one.body) settled.add(body);
    return changed(one, { body });
  });
}

function ownVariables({ parameters, body }: FunctionDef): Set<Variable> {
  const own = new Set(parameters);
  const changedWithin: Variable[] = [];
  visitBlock(body, {
    statement: (one) => {
      for (const variable of madeBy(one)) own.add(variable);
    },
    inner: (one) => {
      for (const [variable, { writes }] of usesIn(one.body).variables)
        if (writes > 0) changedWithin.push(variable);
    },
  });
  for (const one of changedWithin) own.delete(one);
  return own;
}

/** `facts`: what holds behind it; `undefined` where nothing comes behind it. */
interface Known {
  block: Block;
  facts: Facts | undefined;
}

class Knowing {
  private readonly isOwn: (one: Variable) => boolean;

  constructor(own: ReadonlySet<Variable>) {
    this.isOwn = (one) => own.has(one);
  }

  block(block: Block, before: Facts): Known {
    let facts: Facts | undefined = before;
    const made: Statement[] = [];
    for (const one of block) {
      if (facts === undefined) made.push(one);
      else {
        const [statement, behind] = this.statement(one, facts);
        made.push(statement);
        facts = behind;
      }
    }
    return { block: made.every((one, index) => one === block[index]) ? block : made, facts };
  }

  private statement(one: Statement, facts: Facts): [Statement, Facts | undefined] {
    const inside = (): Statement => withExpressions(one, (part) => this.value(part, facts));
    switch (one.kind) {
      case "let": {
        const made = inside() as typeof one;
        return [made, this.given(one.variable, made.value, facts)];
      }
      case "assign": {
        const made = inside() as typeof one;
        const { target } = one;
        return [made, target.kind === "variable" ? this.given(target.variable, made.value, facts) : facts];
      }
      case "if":
        return this.if(one, facts);
      case "loop":
        return this.loop(one, facts);
      case "each": {
        const list = this.value(one.list, facts);
        const around = without(facts, writtenIn(one));
        return [changed(one, { list, body: this.block(one.body, around).block }), around];
      }
      case "attempt": {
        const body = this.block(one.body, facts);
        const caught = this.block(one.caught, without(facts, writtenIn(one)));
        return [changed(one, { body: body.block, caught: caught.block }), joined(body.facts, caught.facts)];
      }
      case "block": {
        const body = this.block(one.body, facts);
        return [changed(one, { body: body.block }), body.facts];
      }
      default:
        return [inside(), alwaysEnds(one) ? undefined : facts];
    }
  }

  private if(one: Extract<Statement, { kind: "if" }>, facts: Facts): [Statement, Facts | undefined] {
    const condition = this.condition(one.condition, facts);
    const whenTrue = this.block(one.whenTrue, factsBehind(one.condition, true, facts, this.isOwn));
    const whenFalse = this.block(one.whenFalse, factsBehind(one.condition, false, facts, this.isOwn));
    const made = changed(one, { condition, whenTrue: whenTrue.block, whenFalse: whenFalse.block });
    return [made, joined(whenTrue.facts, whenFalse.facts)];
  }

  private loop(one: Extract<Statement, { kind: "loop" }>, facts: Facts): [Statement, Facts] {
    const around = without(facts, writtenIn(one));
    const first = one.tested === "before" ? factsBehind(one.condition, true, around, this.isOwn) : around;
    const made = changed(one, {
      condition: this.condition(one.condition, around),
      body: this.block(one.body, first).block,
      step: this.block(one.step, around).block,
    });
    const behind = factsBehind(one.condition, false, around, this.isOwn);
    return [made, one.body.some(mayBreak) ? around : behind];
  }

  /** A variable that has just been given a value. */
  private given(variable: Variable, value: Expression | undefined, facts: Facts): Facts {
    const rest = without(facts, [variable]);
    if (value === undefined || !this.isOwn(variable)) return rest;
    if (isConstant(value)) return withValue(variable, constantOf(value), rest);
    const isMade = value.kind === "record" || value.kind === "list" || value.kind === "table";
    if (!isMade) return rest;
    return withComparison(variable, false, false, withComparison(variable, undefined, false, rest));
  }

  private value(one: Expression, facts: Facts): Expression {
    switch (one.kind) {
      case "variable":
        return this.named(one, facts);
      case "and":
      case "or": {
        const left = this.value(one.left, facts);
        const behind = factsBehind(one.left, one.kind === "and", facts, this.isOwn);
        return changed(one, { left, right: this.value(one.right, behind) });
      }
      case "or-else":
        return this.orElse(one, facts);
      case "choose":
        return changed(one, {
          condition: this.condition(one.condition, facts),
          whenTrue: this.value(one.whenTrue, factsBehind(one.condition, true, facts, this.isOwn)),
          whenFalse: this.value(one.whenFalse, factsBehind(one.condition, false, facts, this.isOwn)),
        });
      case "operation": {
        const compared = this.compared(one, facts);
        if (compared !== undefined) return constant(compared, one.place);
        return withParts(one, (part) =>
          one.operator === "not" ? this.condition(part, facts) : this.value(part, facts),
        );
      }
      default:
        return withParts(one, (part) => this.value(part, facts));
    }
  }

  /** As `value`, where only the truth counts. */
  private condition(one: Expression, facts: Facts): Expression {
    if (one.kind === "variable") {
      const truth = truthBy(facts.get(one.variable), one);
      return truth === undefined ? one : constant(truth, one.place);
    }
    if (one.kind !== "and" && one.kind !== "or") return this.value(one, facts);
    const behind = factsBehind(one.left, one.kind === "and", facts, this.isOwn);
    return changed(one, {
      left: this.condition(one.left, facts),
      right: this.condition(one.right, behind),
    });
  }

  /** A small number, or a truth, in place of the name for it. */
  private named(one: Extract<Expression, { kind: "variable" }>, facts: Facts): Expression {
    const value = facts.get(one.variable)?.is?.value;
    const isShort = typeof value === "boolean" || (Number.isInteger(value) && Math.abs(Number(value)) < 1000);
    return isShort ? standingFor(one, constant(value, one.place)) : one;
  }

  private orElse(one: Extract<Expression, { kind: "or-else" }>, facts: Facts): Expression {
    const left = this.value(one.left, facts);
    if (one.left.kind !== "variable") return changed(one, { left, right: this.value(one.right, facts) });
    const isNothing = isKnownAs(facts.get(one.left.variable), undefined);
    if (isNothing !== undefined) return isNothing ? this.value(one.right, facts) : left;
    return changed(one, { right: this.value(one.right, facts) });
  }

  /** What a comparison of a variable with a constant gives. */
  private compared(one: Extract<Expression, { kind: "operation" }>, facts: Facts): boolean | undefined {
    if (one.operator !== "equal" && one.operator !== "not-equal") return undefined;
    const [left, right] = one.operands as readonly [Expression, Expression];
    const [variable, other] = left.kind === "variable" ? [left, right] : [right, left];
    if (variable.kind !== "variable" || !isConstant(other)) return undefined;
    const isEqual = isKnownAs(facts.get(variable.variable), constantOf(other));
    return isEqual === undefined ? undefined : isEqual === (one.operator === "equal");
  }
}

function joined(one: Facts | undefined, other: Facts | undefined): Facts | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return inBoth(one, other);
}

function writtenIn(one: Statement): Variable[] {
  return blocksOf(one).flatMap((block) =>
    [...usesIn(block).variables].flatMap(([variable, { writes }]) => (writes > 0 ? [variable] : [])),
  );
}

/** Does the statement end the loop that it stands in? */
function mayBreak(one: Statement): boolean {
  if (one.kind === "break") return true;
  if (one.kind === "loop" || one.kind === "each") return false;
  return blocksOf(one).some((block) => block.some(mayBreak));
}
