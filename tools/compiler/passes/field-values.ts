// The values that a program's records are made with, field by field. A record that only hands a field's value
// on to the same field (`{ pin: other.pin }`) gives the field no other value, and does not use it; nor does a
// count that only counts on (`part.count = part.count + 1`).

import { partsOf } from "../ir/parts.ts";
import type { Block, Expression, Program } from "../ir/program.ts";
import type { Field } from "../ir/types.ts";
import { visitBlock } from "../ir/visit.ts";

interface FieldValues {
  /** The values that records are made with, without those that are passed on. */
  readonly values: readonly Expression[];
  /** The number of reads of the field for itself alone. */
  readonly handedOn: number;
}

type All = ReadonlyMap<Field, FieldValues>;

const inBlocks = new WeakMap<Block, All>();
const inPrograms = new WeakMap<Program, All>();

export function fieldValues(program: Program): All {
  const before = inPrograms.get(program);
  if (before !== undefined) return before;
  const all = new Map<Field, { values: Expression[]; handedOn: number }>();
  for (const block of [program.start, ...[...program.functions.values()].map(({ body }) => body)])
    for (const [field, { values, handedOn }] of valuesIn(block)) {
      const own = all.get(field) ?? { values: [], handedOn: 0 };
      own.values.push(...values);
      own.handedOn += handedOn;
      all.set(field, own);
    }
  inPrograms.set(program, all);
  return all;
}

function valuesIn(block: Block): All {
  const before = inBlocks.get(block);
  if (before !== undefined) return before;
  const all = new Map<Field, { values: Expression[]; handedOn: number }>();
  const ownOf = (field: Field): { values: Expression[]; handedOn: number } => {
    const own = all.get(field) ?? { values: [], handedOn: 0 };
    all.set(field, own);
    return own;
  };
  visitBlock(block, {
    statement: (statement) => {
      if (statement.kind !== "assign" || statement.target.kind !== "field") return;
      const { field } = statement.target;
      ownOf(field).handedOn += readsIn(statement.value, field) ?? 0;
    },
    expression: (expression) => {
      if (expression.kind !== "record") return;
      for (const { field, value } of expression.values) {
        const own = ownOf(field);
        if (value.kind === "field" && value.field === field) own.handedOn += 1;
        else own.values.push(value);
      }
    },
  });
  inBlocks.set(block, all);
  return all;
}

/**
 * The number of reads of the field by mere calculations; `undefined` where another use may do more with it.
 */
function readsIn(expression: Expression, field: Field): number | undefined {
  const isPlain =
    expression.kind === "field" || expression.kind === "operation" || expression.kind === "choose";
  if (!isPlain) return partsOf(expression).length === 0 && expression.kind !== "closure" ? 0 : undefined;
  if (expression.kind === "operation" && expression.operator === "append") return undefined;
  let reads = expression.kind === "field" && expression.field === field ? 1 : 0;
  for (const part of partsOf(expression)) {
    const own = readsIn(part, field);
    if (own === undefined) return undefined;
    reads += own;
  }
  return reads;
}
