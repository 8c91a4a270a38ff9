// A function that only says what can be said in a few words, `root + "/status"`, is put in place of all its calls: each
// call would be as long.
import ts from "typescript";
import type { LinkedProgram } from "../linked-program.ts";
import type { Edit } from "../mapped-text.ts";
import { callsOfFunctions } from "./call-sites.ts";
import { disjointEdits } from "./disjoint-edits.ts";
import { inlinedExpression } from "./inline-text.ts";
import { readsOnly, steadyVariables } from "./stable.ts";

/** Nodes of the tree in such an expression. */
const MOST_NODES = 9;

/** Edits that put them there. */
export function inlineSmall(linked: LinkedProgram): Edit[] {
  const isSteady = steadyVariables(linked);
  return disjointEdits(
    callsOfFunctions(linked).map((single) => {
      const edit = isSmall(single.callee.body) ? inlinedExpression(single, linked, isSteady) : undefined;
      return edit === undefined ? [] : [edit];
    }),
  );
}

function isSmall({ statements: [only, ...others] }: ts.Block): boolean {
  if (only === undefined || others.length > 0 || !ts.isReturnStatement(only)) return false;
  const { expression } = only;
  return expression !== undefined && readsOnly(expression) && nodesIn(expression) <= MOST_NODES;
}

function nodesIn(node: ts.Node): number {
  let count = 1;
  ts.forEachChild(node, (child) => {
    count += nodesIn(child);
  });
  return count;
}
