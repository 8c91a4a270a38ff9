// A loop over a list of one is no loop: most devices have one actuator. One over a list of none is nothing.
//
// It needs nothing of other passes. A list goes when nothing but loops names it; a loop that is left on the way stays.
import { blocksOf } from "../form/parts.ts";
import type { Block, Expression, Program, Statement, Variable } from "../form/program.ts";
import { rewriteProgram } from "../form/rewrite.ts";
import { usesOf } from "../form/uses.ts";
import { visitBlock } from "../form/visit.ts";

type List = Extract<Expression, { kind: "list" }>;
type Loop = Extract<Statement, { kind: "each" }>;

export function shortLists(program: Program): Program {
  const short = shortListsOf(program);
  const { hasLiteral } = short;
  if (short.items.size === 0 && !hasLiteral) return program;
  return rewriteProgram(program, {
    statement: (one) => {
      if (one.kind === "let" && short.items.has(one.variable)) {
        const item = short.items.get(one.variable);
        return item === undefined ? [] : [{ ...one, ...item }];
      }
      if (one.kind !== "each" || hasWayOut(one.body)) return [one];
      const { list } = one;
      if (isShort(list)) return once(one, list.items[0]);
      if (list.kind !== "variable" || !short.items.has(list.variable)) return [one];
      const variable = short.items.get(list.variable)?.variable;
      return once(one, variable && { kind: "variable", variable, type: variable.type, place: list.place });
    },
  });
}

function once(loop: Loop, value: Expression | undefined): Block {
  if (value === undefined) return [];
  const { place, variable, body } = loop;
  return [{ kind: "block", place, body: [{ kind: "let", place, variable, value }, ...body] }];
}

interface Found {
  /** Lists that are named by loops only: their item, which is kept in place of the list. */
  items: Map<Variable, { variable: Variable; value: Expression } | undefined>;
  /** A loop says its short list itself. */
  hasLiteral: boolean;
}

function shortListsOf(program: Program): Found {
  const lists = new Map<Variable, List>();
  const loops = new Map<Variable, number>();
  let hasLiteral = false;
  for (const block of [program.start, ...[...program.functions.values()].map(({ body }) => body)]) {
    const own = namedIn(block);
    for (const { variable, value } of own.lists) lists.set(variable, value);
    for (const one of own.loops) loops.set(one, (loops.get(one) ?? 0) + 1);
    hasLiteral ||= own.hasLiteral;
  }
  const { variables } = usesOf(program);
  const items: Found["items"] = new Map();
  for (const [
    variable,
    {
      items: [value],
      place,
    },
  ] of lists) {
    const { reads, writes } = variables.get(variable) ?? { reads: 0, writes: 0 };
    if (writes > 0 || reads === 0 || reads !== loops.get(variable)) continue;
    const item = value && { variable: { name: `${variable.name}_item`, type: value.type, place }, value };
    items.set(variable, item);
  }
  return { items, hasLiteral };
}

interface Named {
  lists: { variable: Variable; value: List }[];
  /** What the loops in a block go over, by name. */
  loops: Variable[];
  hasLiteral: boolean;
}

const known = new WeakMap<Block, Named>();

function namedIn(block: Block): Named {
  const before = known.get(block);
  if (before !== undefined) return before;
  const named: Named = { lists: [], loops: [], hasLiteral: false };
  visitBlock(block, {
    statement: (one) => {
      if (one.kind === "let" && one.value !== undefined && isShort(one.value))
        named.lists.push({ variable: one.variable, value: one.value });
      if (one.kind !== "each" || hasWayOut(one.body)) return;
      if (one.list.kind === "variable") named.loops.push(one.list.variable);
      else named.hasLiteral ||= isShort(one.list);
    },
  });
  known.set(block, named);
  return named;
}

function isShort(one: Expression): one is List {
  return one.kind === "list" && one.items.length <= 1;
}

/** Can a turn of the loop end before its end? What is in an inner loop ends that one. */
function hasWayOut(body: Block): boolean {
  return body.some(
    (one) =>
      one.kind === "break" ||
      one.kind === "continue" ||
      (one.kind !== "loop" && one.kind !== "each" && blocksOf(one).some(hasWayOut)),
  );
}
