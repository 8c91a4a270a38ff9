// Functions tagged `@inline` stand in place of their calls in `@hot` ones: what runs with each message pays for no call
// of a few words. They stay functions for everyone else.
import type ts from "typescript";
import type { LinkedProgram } from "../linked-program.ts";
import type { Edit } from "../mapped-text.ts";
import { callsOfFunctions } from "./call-sites.ts";
import { inlinedCall } from "./inline-calls.ts";
import { steadyVariables } from "./stable.ts";

/** Edits that put them there, one in each function at a time: names of locals have to be unique in between. */
export function inlineTagged(linked: LinkedProgram): Edit[] {
  const { hot, inline } = linked.tagged;
  const isSteady = steadyVariables(linked);
  const edits: Edit[] = [];
  const changed = new Set<ts.Node>();
  for (const single of callsOfFunctions(linked)) {
    const { callee, caller } = single;
    if (!inline.has(callee.name.text) || caller?.name === undefined) continue;
    const isRarely = !hot.has(caller.name.text) && !inline.has(caller.name.text);
    if (isRarely || changed.has(caller) || changed.has(callee)) continue;
    const edit = inlinedCall(single, linked, isSteady);
    if (edit === undefined) continue;
    edits.push(edit);
    changed.add(caller);
  }
  return edits;
}
