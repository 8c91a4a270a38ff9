// Parts of expressions and statements: the one place that knows them, for every walk over a
// program and every change to it.
import type { Block, Expression, FunctionDef, Statement, Target } from "./program.ts";

const NONE: readonly never[] = [];

/** The expressions that an expression is made of, in the order in which they are worked out. */
export function partsOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case "field":
    case "is":
    case "member":
      return [node.of];
    case "entry":
      return [node.of, node.index];
    case "lookup":
      return [node.of, node.key];
    case "record":
    case "table":
      return node.values.map(({ value }) => value);
    case "list":
      return node.items;
    case "operation":
      return node.operands;
    case "call":
      return node.arguments;
    case "call-value":
    case "call-member":
    case "new":
      return [node.of, ...node.arguments];
    case "choose":
      return [node.condition, node.whenTrue, node.whenFalse];
    case "and":
    case "or":
    case "or-else":
      return [node.left, node.right];
    default:
      return NONE;
  }
}

/** The expression with its parts as `change` gives them; itself, where they are the same. */
export function withParts(node: Expression, change: (part: Expression) => Expression): Expression {
  switch (node.kind) {
    case "field":
    case "is":
    case "member": {
      const of = change(node.of);
      return of === node.of ? node : { ...node, of };
    }
    case "entry":
      return withChanges(node, { of: change(node.of), index: change(node.index) });
    case "lookup":
      return withChanges(node, { of: change(node.of), key: change(node.key) });
    case "record":
      return withChanges(node, { values: withValues(node.values, change) });
    case "table":
      return withChanges(node, { values: withValues(node.values, change) });
    case "list":
      return withChanges(node, { items: each(node.items, change) });
    case "operation":
      return withChanges(node, { operands: each(node.operands, change) });
    case "call":
      return withChanges(node, { arguments: each(node.arguments, change) });
    case "call-value":
    case "call-member":
    case "new":
      return withChanges(node, { of: change(node.of), arguments: each(node.arguments, change) });
    case "choose":
      return withChanges(node, {
        condition: change(node.condition),
        whenTrue: change(node.whenTrue),
        whenFalse: change(node.whenFalse),
      });
    case "and":
    case "or":
    case "or-else":
      return withChanges(node, { left: change(node.left), right: change(node.right) });
    default:
      return node;
  }
}

/** The list with its items as `change` gives them; itself, where they are the same. */
function each<One>(list: readonly One[], change: (item: One) => One): readonly One[] {
  let made: One[] | undefined;
  for (let index = 0; index < list.length; index++) {
    const item = list[index] as One;
    const next = change(item);
    if (next === item) continue;
    made ??= [...list];
    made[index] = next;
  }
  return made ?? list;
}

function withValues<One extends { readonly value: Expression }>(
  values: readonly One[],
  change: (part: Expression) => Expression,
): readonly One[] {
  return each(values, (entry) => {
    const value = change(entry.value);
    return value === entry.value ? entry : { ...entry, value };
  });
}

/**
 * The expressions that stand in a statement itself, in the order in which they are worked out; not those of
 * its blocks.
 */
export function expressionsOf(statement: Statement): readonly Expression[] {
  switch (statement.kind) {
    case "let":
    case "return":
      return statement.value === undefined ? NONE : [statement.value];
    case "assign":
      return [...targetParts(statement.target), statement.value];
    case "evaluate":
    case "fail":
      return [statement.value];
    case "if":
    case "loop":
      return [statement.condition];
    case "each":
      return [statement.list];
    case "take":
      return [statement.from];
    default:
      return NONE;
  }
}

/**
 * The statement with its own expressions as `change` gives them, in their order; itself, where they are the
 * same.
 */
export function withExpressions(
  statement: Statement,
  change: (part: Expression) => Expression,
  changeTarget = (target: Target): Target => withTargetParts(target, change),
): Statement {
  switch (statement.kind) {
    case "let":
    case "return":
    case "evaluate":
    case "fail": {
      const value = statement.value && change(statement.value);
      return value === statement.value ? statement : ({ ...statement, value } as Statement);
    }
    case "assign":
      return withChanges(statement, {
        target: changeTarget(statement.target),
        value: change(statement.value),
      });
    case "if":
    case "loop": {
      const condition = change(statement.condition);
      return condition === statement.condition ? statement : { ...statement, condition };
    }
    case "each":
      return withChanges(statement, { list: change(statement.list) });
    case "take":
      return withChanges(statement, { from: change(statement.from) });
    default:
      return statement;
  }
}

export function withTargetParts(target: Target, change: (part: Expression) => Expression): Target {
  switch (target.kind) {
    case "field":
    case "member":
      return withChanges(target, { of: change(target.of) });
    case "entry":
      return withChanges(target, { of: change(target.of), index: change(target.index) });
    case "lookup":
      return withChanges(target, { of: change(target.of), key: change(target.key) });
    default:
      return target;
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
export function blocksOf(statement: Statement): readonly Block[] {
  switch (statement.kind) {
    case "if":
      return [statement.whenTrue, statement.whenFalse];
    case "loop":
      return [statement.body, statement.step];
    case "each":
    case "block":
      return [statement.body];
    case "attempt":
      return [statement.body, statement.caught];
    default:
      return NONE;
  }
}

/** The statement with its blocks as `change` gives them; itself, where they are the same. */
export function withBlocks(statement: Statement, change: (block: Block) => Block): Statement {
  switch (statement.kind) {
    case "if":
      return withChanges(statement, {
        whenTrue: change(statement.whenTrue),
        whenFalse: change(statement.whenFalse),
      });
    case "loop":
      return withChanges(statement, { body: change(statement.body), step: change(statement.step) });
    case "each":
    case "block":
      return withChanges(statement, { body: change(statement.body) });
    case "attempt":
      return withChanges(statement, { body: change(statement.body), caught: change(statement.caught) });
    default:
      return statement;
  }
}

/** The variables that a statement itself makes. */
export function madeBy(statement: Statement): readonly FunctionDef["parameters"][number][] {
  switch (statement.kind) {
    case "let":
    case "each":
      return [statement.variable];
    case "take":
      return statement.variables.filter((variable) => variable !== undefined);
    case "attempt":
      return statement.reason === undefined ? [] : [statement.reason];
    default:
      return [];
  }
}

/** The same object, where nothing in it changes. */
export function withChanges<One extends object, Change extends Partial<One>>(node: One, change: Change): One {
  for (const key in change)
    if (change[key] !== (node as Record<string, unknown>)[key]) return { ...node, ...change };
  return node;
}
