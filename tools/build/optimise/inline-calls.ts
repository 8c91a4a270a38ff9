// A function that is called from one place stands there instead: a function costs four to six JsVars on Espruino, and
// a prototype and a closure in Lua, whether it is called once or a thousand times.
import ts from "typescript";
import type { LinkedProgram } from "../linked-program.ts";
import type { Edit } from "../mapped-text.ts";
import { type SingleCall, singleCalls, standingOf } from "./call-sites.ts";
import { inlinedExpression, inlinedStatements } from "./inline-text.ts";
import { hasClosures } from "./returns.ts";
import { type IsSteady, isStable, steadyVariables } from "./stable.ts";

/** Locals and parameters of a function, below the 50 of NodeMCU's Lua 5.1 with room for what it adds by itself. */
const MOST_LOCALS = 32;

/** Edits that put single-called functions in place of their calls; names of locals have to be unique. Run until none is left. */
export function inlineCalls(linked: LinkedProgram): Edit[] {
  const isSteady = steadyVariables(linked);
  const edits: Edit[] = [];
  const moved = new Set<ts.Node>();
  const changed = new Set<ts.Node>();
  const changedStatements = new Set<ts.Node>();
  for (const single of singleCalls(linked)) {
    const { callee, caller } = single;
    if (staysApart(single, linked)) continue;
    // One step at a time: a function that is put elsewhere must not be changed by the same round.
    if (changed.has(callee) || (caller !== undefined && moved.has(caller))) continue;
    const statement = ts.findAncestor(single.call, ts.isStatement) as ts.Statement;
    if (changedStatements.has(statement)) continue;
    const edit = inlinedCall(single, linked, isSteady);
    if (edit === undefined) continue;
    edits.push(edit, { start: callee.getStart(), end: callee.end, text: "" });
    moved.add(callee);
    if (caller !== undefined) changed.add(caller);
    changedStatements.add(statement);
  }
  return edits;
}

/** What runs rarely would be held in memory by what runs often. */
function staysApart({ callee, caller }: SingleCall, { tagged }: LinkedProgram): boolean {
  const { cold, apart } = tagged;
  if (apart.has(callee.name.text)) return true;
  return cold.has(callee.name.text) && !(caller?.name !== undefined && cold.has(caller.name.text));
}

/** Puts the function in place of the call; `undefined` where it cannot stand. */
export function inlinedCall(single: SingleCall, linked: LinkedProgram, isSteady: IsSteady): Edit | undefined {
  const expression = inlinedExpression(single, linked, isSteady);
  if (expression !== undefined) return expression;
  // At the top of the program a local would become a variable for good.
  if (single.caller === undefined) return undefined;
  const standing = standingOf(single.call, (node) => isStable(node, isSteady));
  if (standing === undefined || (standing.isInLoop && hasClosures(single.callee.body))) return undefined;
  if (localsOf(single.callee) + localsOf(single.caller) > MOST_LOCALS) return undefined;
  return inlinedStatements(single, standing, linked, isSteady);
}

function localsOf(node: ts.Node): number {
  let count = 0;
  const walk = (inner: ts.Node): void => {
    if (ts.isVariableDeclaration(inner) || ts.isParameter(inner)) count += 1;
    ts.forEachChild(inner, walk);
  };
  walk(node);
  return count;
}
