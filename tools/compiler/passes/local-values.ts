// Dead stores, copies of constants and of steady variables, and forward substitution, each of locals: one
// that nobody reads, a name for a constant or for another variable, and one that is read once, at once.
// Inlined functions leave many of them.
//
// Needs effects. Keeps the order of all that can be noticed.
import { type Effects, effectsIn } from "../ir/effects.ts";
import { madeBy } from "../ir/parts.ts";
import type { Block, Expression, FunctionDef, Program, Statement, Variable } from "../ir/program.ts";
import { mapFunctions, rewriteBlock } from "../ir/rewrite.ts";
import { isReadIn, isUsedIn, usesIn } from "../ir/uses.ts";
import { visitBlock } from "../ir/visit.ts";
import { isWorthRepeating } from "./constant.ts";
import { namedWithin } from "./steady.ts";
import { withValueAt } from "./value-at.ts";

export function localValues(program: Program): Program {
  const effects = effectsIn(program);
  const top = new Set(program.start.flatMap(madeBy));
  const start = simplified(program.start, new Locals(program.start, top, effects));
  const change = (definition: FunctionDef): FunctionDef => {
    const body = simplified(definition.body, new Locals(definition.body, top, effects));
    return body === definition.body ? definition : { ...definition, body };
  };
  return mapFunctions({ ...program, start }, change, program);
}

function simplified(body: Block, locals: Locals): Block {
  // The values behind these names have more reads then: the rest has to count anew.
  if (locals.aliases.size > 0) return withoutAliases(body, locals.aliases);
  return rewriteBlock(body, {
    statement: (statement) => locals.withoutDead(statement),
    block: (block) => locals.substituted(block),
  });
}

/** Replaces each name for a constant or another variable by that, and drops its declaration. */
function withoutAliases(body: Block, aliases: ReadonlyMap<Variable, Expression>): Block {
  const final = (expression: Expression): Expression => {
    if (expression.kind !== "variable") return expression;
    const alias = aliases.get(expression.variable);
    return alias === undefined ? expression : final({ ...alias, place: expression.place });
  };
  return rewriteBlock(body, {
    expression: final,
    statement: (statement) =>
      statement.kind === "let" && aliases.has(statement.variable) ? [] : [statement],
  });
}

/** Facts about the variables that a body makes. */
class Locals {
  /** The replacement of a name. */
  readonly aliases = new Map<Variable, Expression>();
  private readonly captured: ReadonlySet<Variable>;
  private readonly uses;

  constructor(
    body: Block,
    private readonly top: ReadonlySet<Variable>,
    private readonly effects: Effects,
  ) {
    this.uses = usesIn(body);
    this.captured = namedWithin(body);
    visitBlock(body, {
      statement: (statement) => {
        if (statement.kind === "let" && this.isSameElsewhere(statement.variable, statement.value))
          this.aliases.set(statement.variable, statement.value);
      },
    });
  }

  /** May the value stand in place of the variable, wherever that is read? */
  private isSameElsewhere(variable: Variable, value: Expression | undefined): value is Expression {
    if (value === undefined || this.top.has(variable) || this.writes(variable) > 0) return false;
    switch (value.kind) {
      case "number":
      case "truth":
      case "nothing":
      case "function":
        return true;
      case "text":
        return isWorthRepeating(value.value, this.reads(variable));
      case "variable":
        return this.effects.isSteady(value.variable);
      default:
        return false;
    }
  }

  /** The statement, or the rest of it when nobody reads the value that it stores. */
  withoutDead(statement: Statement): Block {
    if (statement.kind === "let" && this.isUnread(statement.variable)) {
      const { value, place } = statement;
      if (this.writes(statement.variable) > 0) return [statement];
      return value === undefined || this.effects.isPure(value) ? [] : [{ kind: "evaluate", place, value }];
    }
    if (
      statement.kind === "assign" &&
      statement.target.kind === "variable" &&
      this.isUnread(statement.target.variable)
    ) {
      const { value, place } = statement;
      return this.effects.isPure(value) ? [] : [{ kind: "evaluate", place, value }];
    }
    if (statement.kind === "evaluate" && this.effects.isPure(statement.value)) return [];
    return [statement];
  }

  /** The block with values that are read once at their reads, and declarations at their first values. */
  substituted(block: Block): Block {
    let made = block;
    for (let index = block.length - 1; index >= 0; index--) {
      const statement = made[index];
      if (statement?.kind !== "let" || this.top.has(statement.variable)) continue;
      made =
        (statement.value === undefined
          ? this.withLaterValue(made, index)
          : this.withValueSubstituted(made, index)) ?? made;
    }
    return made;
  }

  /** `let a; ...; a = 1;` as `let a = 1;`. */
  private withLaterValue(block: Block, index: number): Block | undefined {
    const step = block[index];
    if (step?.kind !== "let" || this.captured.has(step.variable)) return undefined;
    for (let later = index + 1; later < block.length; later++) {
      const statement = block[later] as Statement;
      if (!isUsedIn(step.variable, statement)) continue;
      if (statement.kind !== "assign" || statement.target.kind !== "variable") return undefined;
      if (statement.target.variable !== step.variable) return undefined;
      if (isReadIn(step.variable, statement.value)) return undefined;
      const declared: Statement = { ...step, place: statement.place, value: statement.value };
      return [
        ...block.slice(0, index),
        ...block.slice(index + 1, later),
        declared,
        ...block.slice(later + 1),
      ];
    }
    return undefined;
  }

  private withValueSubstituted(block: Block, index: number): Block | undefined {
    const step = block[index];
    if (step?.kind !== "let" || step.value === undefined) return undefined;
    const { variable, value } = step;
    if (isOneOfBytes(block, index)) return undefined;
    if (this.reads(variable) !== 1 || this.writes(variable) > 0 || this.captured.has(variable))
      return undefined;
    for (let later = index + 1; later < block.length; later++) {
      const statement = block[later] as Statement;
      if (!isUsedIn(variable, statement)) {
        if (!isPassed(statement) || !this.mayPass(value, statement)) return undefined;
        continue;
      }
      const changed = withValueAt(statement, variable, value, this.effects);
      if (changed === undefined) return undefined;
      return [...block.slice(0, index), ...block.slice(index + 1, later), changed, ...block.slice(later + 1)];
    }
    return undefined;
  }

  private mayPass(value: Expression, statement: Statement): boolean {
    return this.effects.mayChangePlaces(this.effects.of(value), this.effects.ofStatement(statement));
  }

  private isUnread(variable: Variable): boolean {
    return this.reads(variable) === 0 && !this.top.has(variable);
  }

  private reads(variable: Variable): number {
    return this.uses.variables.get(variable)?.reads ?? 0;
  }

  private writes(variable: Variable): number {
    return this.uses.variables.get(variable)?.writes ?? 0;
  }
}

/**
 * A value moves past plain statements only: past a branch or a loop, it might not be worked out, or more than
 * once.
 */
function isPassed({ kind }: Statement): boolean {
  return kind === "let" || kind === "assign" || kind === "evaluate";
}

/** Bytes of one text that are read one after the other stay so: Lua reads them in one call. */
function isOneOfBytes(block: Block, index: number): boolean {
  const text = textOfByte(block[index]);
  if (text === undefined) return false;
  return textOfByte(block[index - 1]) === text || textOfByte(block[index + 1]) === text;
}

function textOfByte(statement: Statement | undefined): Variable | undefined {
  const value = statement?.kind === "let" ? statement.value : undefined;
  if (value?.kind !== "operation" || value.operator !== "byte-at") return undefined;
  const [text] = value.operands;
  return text?.kind === "variable" ? text.variable : undefined;
}
