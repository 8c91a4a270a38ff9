// Parts of expressions and statements: the one place that knows them, for every walk over a
// program and every change to it.
import type { Block, Expression, FunctionDef, Statement, Target } from "./program.ts";

const NONE: readonly never[] = [];

/** The expressions that an expression is made of, in the order in which they are worked out. */
export function partsOf(one: Expression): readonly Expression[] {
  switch (one.kind) {
    case "field":
    case "is":
    case "member":
      return [one.of];
    case "entry":
      return [one.of, one.index];
    case "lookup":
      return [one.of, one.key];
    case "record":
    case "table":
      return one.values.map(({ value }) => value);
    case "list":
      return one.items;
    case "operation":
      return one.operands;
    case "call":
      return one.arguments;
    case "call-value":
    case "call-member":
    case "new":
      return [one.of, ...one.arguments];
    case "choose":
      return [one.condition, one.whenTrue, one.whenFalse];
    case "and":
    case "or":
    case "or-else":
      return [one.left, one.right];
    default:
      return NONE;
  }
}

/** The expression with its parts as `change` gives them; itself, where they are the same. */
export function withParts(one: Expression, change: (part: Expression) => Expression): Expression {
  switch (one.kind) {
    case "field":
    case "is":
    case "member": {
      const of = change(one.of);
      return of === one.of ? one : { ...one, of };
    }
    case "entry":
      return changed(one, { of: change(one.of), index: change(one.index) });
    case "lookup":
      return changed(one, { of: change(one.of), key: change(one.key) });
    case "record":
      return changed(one, { values: withValues(one.values, change) });
    case "table":
      return changed(one, { values: withValues(one.values, change) });
    case "list":
      return changed(one, { items: each(one.items, change) });
    case "operation": {
      const operands = each(one.operands, change);
      return operands === one.operands ? one : { ...one, operands };
    }
    case "call": {
      const given = each(one.arguments, change);
      return given === one.arguments ? one : { ...one, arguments: given };
    }
    case "call-value":
    case "call-member":
    case "new":
      return changed(one, { of: change(one.of), arguments: each(one.arguments, change) });
    case "choose":
      return changed(one, {
        condition: change(one.condition),
        whenTrue: change(one.whenTrue),
        whenFalse: change(one.whenFalse),
      });
    case "and":
    case "or":
    case "or-else":
      return changed(one, { left: change(one.left), right: change(one.right) });
    default:
      return one;
  }
}

/** The list with its items as `change` gives them; itself, where they are the same. */
function each<One>(list: readonly One[], change: (one: One) => One): readonly One[] {
  let made: One[] | undefined;
  for (let index = 0; index < list.length; index++) {
    const one = list[index] as One;
    const given = change(one);
    if (given === one) continue;
    made ??= [...list];
    made[index] = given;
  }
  return made ?? list;
}

function withValues<One extends { readonly value: Expression }>(
  values: readonly One[],
  change: (part: Expression) => Expression,
): readonly One[] {
  return each(values, (one) => {
    const value = change(one.value);
    return value === one.value ? one : { ...one, value };
  });
}

/**
 * The expressions that stand in a statement itself, in the order in which they are worked out; not those of
 * its blocks.
 */
export function expressionsOf(one: Statement): readonly Expression[] {
  switch (one.kind) {
    case "let":
    case "return":
      return one.value === undefined ? NONE : [one.value];
    case "assign":
      return [...targetParts(one.target), one.value];
    case "evaluate":
    case "fail":
      return [one.value];
    case "if":
    case "loop":
      return [one.condition];
    case "each":
      return [one.list];
    case "take":
      return [one.from];
    default:
      return NONE;
  }
}

/**
 * The statement with its own expressions as `change` gives them, in their order; itself, where they are the
 * same.
 */
export function withExpressions(
  one: Statement,
  change: (part: Expression) => Expression,
  changeTarget = (target: Target): Target => withTargetParts(target, change),
): Statement {
  switch (one.kind) {
    case "let":
    case "return":
    case "evaluate":
    case "fail": {
      const value = one.value && change(one.value);
      return value === one.value ? one : ({ ...one, value } as Statement);
    }
    case "assign":
      return changed(one, { target: changeTarget(one.target), value: change(one.value) });
    case "if":
    case "loop": {
      const condition = change(one.condition);
      return condition === one.condition ? one : { ...one, condition };
    }
    case "each":
      return changed(one, { list: change(one.list) });
    case "take":
      return changed(one, { from: change(one.from) });
    default:
      return one;
  }
}

export function withTargetParts(one: Target, change: (part: Expression) => Expression): Target {
  switch (one.kind) {
    case "field":
    case "member":
      return changed(one, { of: change(one.of) });
    case "entry":
      return changed(one, { of: change(one.of), index: change(one.index) });
    case "lookup":
      return changed(one, { of: change(one.of), key: change(one.key) });
    default:
      return one;
  }
}

export function targetParts(target: Target): readonly Expression[] {
  switch (target.kind) {
    case "field":
    case "member":
      return [target.of];
    case "entry":
      return [target.of, target.index];
    case "lookup":
      return [target.of, target.key];
    default:
      return NONE;
  }
}

/** The blocks of a statement; the body of a function made in it does not count. */
export function blocksOf(one: Statement): readonly Block[] {
  switch (one.kind) {
    case "if":
      return [one.whenTrue, one.whenFalse];
    case "loop":
      return [one.body, one.step];
    case "each":
    case "block":
      return [one.body];
    case "attempt":
      return [one.body, one.caught];
    default:
      return NONE;
  }
}

/** The statement with its blocks as `change` gives them; itself, where they are the same. */
export function withBlocks(one: Statement, change: (block: Block) => Block): Statement {
  switch (one.kind) {
    case "if":
      return changed(one, { whenTrue: change(one.whenTrue), whenFalse: change(one.whenFalse) });
    case "loop":
      return changed(one, { body: change(one.body), step: change(one.step) });
    case "each":
    case "block":
      return changed(one, { body: change(one.body) });
    case "attempt":
      return changed(one, { body: change(one.body), caught: change(one.caught) });
    default:
      return one;
  }
}

/** The variables that a statement itself makes. */
export function madeBy(one: Statement): readonly FunctionDef["parameters"][number][] {
  switch (one.kind) {
    case "let":
    case "each":
      return [one.variable];
    case "take":
      return one.variables.filter((variable) => variable !== undefined);
    case "attempt":
      return one.reason === undefined ? [] : [one.reason];
    default:
      return [];
  }
}

/** The same object, where nothing in it changes. */
export function changed<One extends object, Change extends Partial<One>>(one: One, change: Change): One {
  for (const key in change)
    if (change[key] !== (one as Record<string, unknown>)[key]) return { ...one, ...change };
  return one;
}
