// Parameters that a function does not use go, here and in its calls: each costs a JsVar on Espruino and work
// in a call.
//
// Needs uses and effects. Keeps a function whose value is taken, for it may be called with anything, and an
// argument that does something.
import { type Effects, effectsIn } from "../ir/effects.ts";
import type { Expression, FunctionDef, FunctionName, Program } from "../ir/program.ts";
import { mapFunctions, rewriteProgram } from "../ir/rewrite.ts";
import { isAny, type Uses, usesIn, usesOf } from "../ir/uses.ts";
import { visitBlock } from "../ir/visit.ts";

export function unusedParameters(program: Program): Program {
  const gone = unusedIn(program);
  keepWhatActs(program, gone, effectsIn(program));
  if (gone.size === 0) return program;
  const kept = <One>(id: FunctionName, all: readonly One[]): readonly One[] => {
    const indices = gone.get(id);
    return indices === undefined ? all : all.filter((_, index) => !indices.has(index));
  };
  const expression = (one: Expression): Expression => {
    if (one.kind !== "call") return one;
    const given = kept(one.function, one.arguments);
    return given === one.arguments ? one : { ...one, arguments: given };
  };
  const isCalled = ({ functions }: Uses): boolean => isAny(functions, (one) => gone.has(one));
  const called = rewriteProgram(program, { expression }, isCalled);
  return mapFunctions(called, (one) => {
    const parameters = kept(one.id, one.parameters);
    return parameters === one.parameters ? one : { ...one, parameters };
  });
}

/** By function, the positions of the parameters that its body does not name. */
function unusedIn(program: Program): Map<FunctionName, Set<number>> {
  const { functions } = usesOf(program);
  const found = new Map<FunctionName, Set<number>>();
  for (const one of program.functions.values()) {
    if ((functions.get(one.id)?.values ?? 0) > 0) continue;
    const places = unusedOf(one);
    if (places.length > 0) found.set(one.id, new Set(places));
  }
  return found;
}

function unusedOf({ parameters, body }: FunctionDef): number[] {
  const used = usesIn(body).variables;
  return parameters.flatMap((one, index) => (used.has(one) ? [] : [index]));
}

function keepWhatActs(program: Program, gone: Map<FunctionName, Set<number>>, effects: Effects): void {
  const expression = (one: Expression): void => {
    const places = one.kind === "call" ? gone.get(one.function) : undefined;
    if (one.kind !== "call" || places === undefined) return;
    for (const index of places) if (acts(one.arguments[index], effects)) places.delete(index);
    if (places.size === 0) gone.delete(one.function);
  };
  for (const block of [program.start, ...[...program.functions.values()].map(({ body }) => body)])
    if (isAny(usesIn(block).functions, (one) => gone.has(one))) visitBlock(block, { expression });
}

function acts(given: Expression | undefined, effects: Effects): boolean {
  return given !== undefined && !effects.isPure(given);
}
