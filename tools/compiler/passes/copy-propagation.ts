// A local that begins as another variable, and needs no place of its own: neither changes while it is read,
// or the other one is not used any more.
//
// Needs effects. A variable that never changes is not looked for here: its copies go in local-values.
import { type Effects, effectsIn } from "../ir/effects.ts";
import { madeBy, withChanges } from "../ir/parts.ts";
import type { Block, Expression, FunctionDef, Program, Statement, Target, Variable } from "../ir/program.ts";
import { mapFunctions, rewriteBlock } from "../ir/rewrite.ts";
import { eitherOf, membersOf } from "../ir/types.ts";
import { isReadIn, isUsedIn, usesIn } from "../ir/uses.ts";
import { visitBlock } from "../ir/visit.ts";
import { namedWithin } from "./steady.ts";

export function copyPropagation(program: Program): Program {
  const top = new Set(program.start.flatMap(madeBy));
  const change = (definition: FunctionDef): FunctionDef => {
    if (!hasCopy(definition.body)) return definition;
    const body = new Copies(definition, top, effectsIn(program)).without(definition.body);
    return withChanges(definition, { body });
  };
  return mapFunctions(program, change);
}

type Copy = Extract<Statement, { kind: "let" }> & { value: Extract<Expression, { kind: "variable" }> };

function isCopy(statement: Statement | undefined): statement is Copy {
  return statement?.kind === "let" && statement.value?.kind === "variable";
}

const known = new WeakMap<Block, boolean>();

function hasCopy(body: Block): boolean {
  let hasAny = known.get(body);
  if (hasAny !== undefined) return hasAny;
  hasAny = false;
  visitBlock(body, { statement: (statement) => (hasAny ||= isCopy(statement)) });
  known.set(body, hasAny);
  return hasAny;
}

class Copies {
  private readonly captured: ReadonlySet<Variable>;
  /** Variables that have taken the place of a changing copy: the effects do not know them. */
  private readonly taken = new Set<Variable>();

  constructor(
    private readonly within: FunctionDef,
    private readonly top: ReadonlySet<Variable>,
    private readonly effects: Effects,
  ) {
    this.captured = namedWithin(within.body);
  }

  /** Takes one copy after the other: the uses are those of the body as it is. */
  without(body: Block): Block {
    const made = this.withoutOne(body);
    return made === body ? body : this.without(made);
  }

  private withoutOne(body: Block): Block {
    let isFound = false;
    return rewriteBlock(body, {
      block: (block) => {
        for (const [index, statement] of block.entries()) {
          if (isFound || !isCopy(statement)) continue;
          const made = this.withoutCopy(block, index, statement, body);
          isFound = made !== undefined;
          if (made !== undefined) return made;
        }
        return block;
      },
    });
  }

  private withoutCopy(block: Block, index: number, copy: Copy, body: Block): Block | undefined {
    const { variable } = copy;
    const source = copy.value.variable;
    if (source === variable || this.captured.has(variable) || this.taken.has(source)) return undefined;
    const rest = block.slice(index + 1);
    if (usedIn(rest, variable) !== usedIn(body, variable)) return undefined;
    if (!this.isSameWhileRead(copy, rest)) {
      if (!this.isLastUse(block, index, copy, body)) return undefined;
      this.taken.add(source);
    }
    return [...block.slice(0, index), ...renamed(rest, variable, source)];
  }

  /** Is neither stored in while the copy is read? */
  private isSameWhileRead({ variable, value }: Copy, rest: Block): boolean {
    if ((usesIn(rest).variables.get(variable)?.writes ?? 0) > 0) return false;
    const last = rest.findLastIndex((statement) => isUsedIn(variable, statement));
    return rest.slice(0, last + 1).every((statement, index) => {
      const effect =
        (index === last && this.effectBefore(statement, variable)) || this.effects.ofStatement(statement);
      return this.effects.isSteadyOver(value, effect);
    });
  }

  /** The effect of the last statement up to its last read of the variable, where it goes on after that. */
  private effectBefore(statement: Statement, variable: Variable): ReturnType<Effects["of"]> | undefined {
    if (statement.kind === "assign" && statement.target.kind === "variable")
      return this.effects.of(statement.value);
    if (statement.kind !== "if" || !isReadIn(variable, statement.condition)) return undefined;
    if ([statement.whenTrue, statement.whenFalse].some((block) => usedIn(block, variable) > 0))
      return undefined;
    return this.effects.of(statement.condition);
  }

  /**
   * The other variable lives as long as the block, and nothing uses it from here on: the copy may have its
   * place.
   */
  private isLastUse(block: Block, index: number, { variable, value }: Copy, body: Block): boolean {
    const source = value.variable;
    if (this.captured.has(source) || this.top.has(source)) return false;
    const before = block.slice(0, index + 1);
    const isOwn =
      before.some((statement) => statement.kind === "let" && statement.variable === source) ||
      (block === body && this.within.parameters.includes(source));
    if (!isOwn || usedIn(before, source) !== usedIn(body, source)) return false;
    return isWithin(variable, source);
  }
}

/** May the variable hold every value that the copy may? */
function isWithin(copy: Variable, source: Variable): boolean {
  return membersOf(eitherOf([source.type, copy.type])).length === membersOf(source.type).length;
}

function usedIn(block: Block, variable: Variable): number {
  const uses = usesIn(block).variables.get(variable);
  return uses === undefined ? 0 : uses.reads + uses.writes;
}

function renamed(block: Block, variable: Variable, source: Variable): Block {
  return rewriteBlock(block, {
    expression: (expression) =>
      expression.kind === "variable" && expression.variable === variable
        ? { ...expression, variable: source }
        : expression,
    target: (target): Target =>
      target.kind === "variable" && target.variable === variable ? { ...target, variable: source } : target,
  });
}
