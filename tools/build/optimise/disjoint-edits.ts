// Edits of many finds in one round: a find whose place another one has changed already waits for the next round.
import type { Edit } from "../mapped-text.ts";

/** The edits of as many finds, in their order, as do not touch each other. */
export function disjointEdits(finds: Iterable<readonly Edit[]>): Edit[] {
  const taken: Edit[] = [];
  for (const edits of finds)
    if (!edits.some((one) => taken.some((other) => touches(one, other)))) taken.push(...edits);
  return taken;
}

function touches(a: Edit, b: Edit): boolean {
  return a.start <= b.end && b.start <= a.end;
}
