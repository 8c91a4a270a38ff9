// A local that begins as another variable, and needs no place of its own: neither changes while it is read,
// or the other one is not used any more.
//
// Needs effects. A variable that never changes is not looked for here: its copies go in local-values.
import { type Effects, effectsIn } from "../ir/effects.ts";
import { changed, madeBy } from "../ir/parts.ts";
import type { Block, Expression, FunctionDef, Program, Statement, Target, Variable } from "../ir/program.ts";
import { mapFunctions, rewriteBlock } from "../ir/rewrite.ts";
import { eitherOf, membersOf } from "../ir/types.ts";
import { isReadIn, isUsedIn, usesIn } from "../ir/uses.ts";
import { visitBlock } from "../ir/visit.ts";
import { namedWithin } from "./steady.ts";

export function copyPropagation(program: Program): Program {
  const top = new Set(program.start.flatMap(madeBy));
  const change = (one: FunctionDef): FunctionDef => {
    if (!hasCopy(one.body)) return one;
    const body = new Copies(one, top, effectsIn(program)).without(one.body);
    return changed(one, { body });
  };
  return mapFunctions(program, change);
}

type Copy = Extract<Statement, { kind: "let" }> & { value: Extract<Expression, { kind: "variable" }> };

function isCopy(one: Statement | undefined): one is Copy {
  return one?.kind === "let" && one.value?.kind === "variable";
}

const known = new WeakMap<Block, boolean>();

function hasCopy(body: Block): boolean {
  let found = known.get(body);
  if (found !== undefined) return found;
  found = false;
  visitBlock(body, { statement: (one) => (found ||= isCopy(one)) });
  known.set(body, found);
  return found;
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
        for (const [index, one] of block.entries()) {
          if (isFound || !isCopy(one)) continue;
          const made = this.withoutCopy(block, index, one, body);
          isFound = made !== undefined;
          if (made !== undefined) return made;
        }
        return block;
      },
    });
  }

  private withoutCopy(block: Block, index: number, copy: Copy, body: Block): Block | undefined {
    const { variable } = copy;
    const other = copy.value.variable;
    if (other === variable || this.captured.has(variable) || this.taken.has(other)) return undefined;
    const rest = block.slice(index + 1);
    if (usedIn(rest, variable) !== usedIn(body, variable)) return undefined;
    if (!this.isSameWhileRead(copy, rest)) {
      if (!this.isLastUse(block, index, copy, body)) return undefined;
      this.taken.add(other);
    }
    return [...block.slice(0, index), ...renamed(rest, variable, other)];
  }

  /** Is neither stored in while the copy is read? */
  private isSameWhileRead({ variable, value }: Copy, rest: Block): boolean {
    if ((usesIn(rest).variables.get(variable)?.writes ?? 0) > 0) return false;
    const last = rest.findLastIndex((one) => isUsedIn(variable, one));
    return rest.slice(0, last + 1).every((one, index) => {
      const effect = (index === last && this.effectBefore(one, variable)) || this.effects.ofStatement(one);
      return this.effects.isSteadyOver(value, effect);
    });
  }

  /** The effect of the last statement up to its last read of the variable, where it goes on after that. */
  private effectBefore(one: Statement, variable: Variable): ReturnType<Effects["of"]> | undefined {
    if (one.kind === "assign" && one.target.kind === "variable") return this.effects.of(one.value);
    if (one.kind !== "if" || !isReadIn(variable, one.condition)) return undefined;
    if ([one.whenTrue, one.whenFalse].some((block) => usedIn(block, variable) > 0)) return undefined;
    return this.effects.of(one.condition);
  }

  /**
   * The other variable lives as long as the block, and nothing uses it from here on: the copy may have its
   * place.
   */
  private isLastUse(block: Block, index: number, { variable, value }: Copy, body: Block): boolean {
    const other = value.variable;
    if (this.captured.has(other) || this.top.has(other)) return false;
    const before = block.slice(0, index + 1);
    const isOwn =
      before.some((one) => one.kind === "let" && one.variable === other) ||
      (block === body && this.within.parameters.includes(other));
    if (!isOwn || usedIn(before, other) !== usedIn(body, other)) return false;
    return isWithin(variable, other);
  }
}

/** May the variable hold every value that the copy may? */
function isWithin(copy: Variable, other: Variable): boolean {
  return membersOf(eitherOf([other.type, copy.type])).length === membersOf(other.type).length;
}

function usedIn(block: Block, variable: Variable): number {
  const uses = usesIn(block).variables.get(variable);
  return uses === undefined ? 0 : uses.reads + uses.writes;
}

function renamed(block: Block, variable: Variable, other: Variable): Block {
  return rewriteBlock(block, {
    expression: (one) =>
      one.kind === "variable" && one.variable === variable ? { ...one, variable: other } : one,
    target: (one): Target =>
      one.kind === "variable" && one.variable === variable ? { ...one, variable: other } : one,
  });
}
