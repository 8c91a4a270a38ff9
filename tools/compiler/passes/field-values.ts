// The values that a program's records are made with, field by field. A record that only hands a field's value
// on to the same field (`{ pin: other.pin }`) gives the field no other value, and does not use it; nor does a
// count that only counts on (`part.count = part.count + 1`).

import { partsOf } from "../ir/parts.ts";
import type { Block, Expression, Program } from "../ir/program.ts";
import type { Field } from "../ir/types.ts";
import { visitBlock } from "../ir/visit.ts";

interface FieldValues {
  /** The values that records are made with, without those that are passed on. */
  readonly given: readonly Expression[];
  /** The number of reads of the field for itself alone. */
  readonly handedOn: number;
}

type All = ReadonlyMap<Field, FieldValues>;

const inBlocks = new WeakMap<Block, All>();
const inPrograms = new WeakMap<Program, All>();

export function fieldValues(program: Program): All {
  const before = inPrograms.get(program);
  if (before !== undefined) return before;
  const all = new Map<Field, { given: Expression[]; handedOn: number }>();
  for (const block of [program.start, ...[...program.functions.values()].map(({ body }) => body)])
    for (const [field, { given, handedOn }] of valuesIn(block)) {
      const own = all.get(field) ?? { given: [], handedOn: 0 };
      own.given.push(...given);
      own.handedOn += handedOn;
      all.set(field, own);
    }
  inPrograms.set(program, all);
  return all;
}

function valuesIn(block: Block): All {
  const before = inBlocks.get(block);
  if (before !== undefined) return before;
  const found = new Map<Field, { given: Expression[]; handedOn: number }>();
  const ownOf = (field: Field): { given: Expression[]; handedOn: number } => {
    const own = found.get(field) ?? { given: [], handedOn: 0 };
    found.set(field, own);
    return own;
  };
  visitBlock(block, {
    statement: (one) => {
      if (one.kind !== "assign" || one.target.kind !== "field") return;
      const { field } = one.target;
      ownOf(field).handedOn += readsIn(one.value, field) ?? 0;
    },
    expression: (one) => {
      if (one.kind !== "record") return;
      for (const { field, value } of one.values) {
        const own = ownOf(field);
        if (value.kind === "field" && value.field === field) own.handedOn += 1;
        else own.given.push(value);
      }
    },
  });
  inBlocks.set(block, found);
  return found;
}

/**
 * The number of reads of the field by mere calculations; `undefined` where another use may do more with it.
 */
function readsIn(one: Expression, field: Field): number | undefined {
  const isPlain = one.kind === "field" || one.kind === "operation" || one.kind === "choose";
  if (!isPlain) return partsOf(one).length === 0 && one.kind !== "closure" ? 0 : undefined;
  if (one.kind === "operation" && one.operator === "append") return undefined;
  let reads = one.kind === "field" && one.field === field ? 1 : 0;
  for (const part of partsOf(one)) {
    const own = readsIn(part, field);
    if (own === undefined) return undefined;
    reads += own;
  }
  return reads;
}
