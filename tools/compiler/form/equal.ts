// Do two pieces of a program say the same? Where they stand in the source does not count.
import { blocksOf, expressionsOf, partsOf } from "./parts.ts";
import type { Block, Expression, Statement } from "./program.ts";

/** What a node says by itself: all but its place, its type, and what it is made of. */
const OWN = [
  "value",
  "variable",
  "function",
  "field",
  "isOptional",
  "isMethod",
  "operator",
  "what",
  "name",
  "record",
  "tested",
] as const;

export function isEqual(one: Expression, other: Expression): boolean {
  if (one === other) return true;
  if (one.kind !== other.kind || one.kind === "closure" || !areAlike(one, other)) return false;
  if (one.kind === "record" && other.kind === "record")
    if (!one.values.every(({ field }, index) => field === other.values[index]?.field)) return false;
  if (one.kind === "table" && other.kind === "table")
    if (!one.values.every(({ key }, index) => key === other.values[index]?.key)) return false;
  return areEqual(partsOf(one), partsOf(other));
}

/** Statements that make variables are never equal: each makes its own. */
export function isEqualStatement(one: Statement, other: Statement): boolean {
  if (one === other) return true;
  switch (one.kind) {
    case "assign":
      if (other.kind !== "assign" || one.target.kind !== other.target.kind) return false;
      if (!areAlike(one.target, other.target)) return false;
      break;
    case "evaluate":
    case "if":
    case "loop":
    case "break":
    case "continue":
    case "return":
    case "fail":
    case "block":
      if (one.kind !== other.kind) return false;
      if (one.kind === "loop" && other.kind === "loop" && one.tested !== other.tested) return false;
      break;
    default:
      return false;
  }
  const blocks = blocksOf(other);
  return (
    areEqual(expressionsOf(one), expressionsOf(other)) &&
    blocksOf(one).every((block, index) => isEqualBlock(block, blocks[index] ?? []))
  );
}

export function isEqualBlock(one: Block, other: Block): boolean {
  return (
    one.length === other.length &&
    one.every((statement, index) => isEqualStatement(statement, other[index] as Statement))
  );
}

function areEqual(ones: readonly Expression[], others: readonly Expression[]): boolean {
  return (
    ones.length === others.length && ones.every((one, index) => isEqual(one, others[index] as Expression))
  );
}

/** Numbers are the same when they are written the same: 0 is not -0. */
function areAlike(one: object, other: object): boolean {
  const [own, its] = [one, other] as Record<string, unknown>[];
  return OWN.every((key) => Object.is(own?.[key], its?.[key]));
}
