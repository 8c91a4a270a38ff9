// Parameters that a function does not use go, here and in its calls: each costs a JsVar on Espruino and work
// in a call.
//
// Needs uses and effects. Leaves functions that are used as values, since anything may call them, and parameters
// for which a call passes an argument with an effect.
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
  const expression = (value: Expression): Expression => {
    if (value.kind !== "call") return value;
    const values = kept(value.function, value.arguments);
    return values === value.arguments ? value : { ...value, arguments: values };
  };
  const isCalled = ({ functions }: Uses): boolean => isAny(functions, (name) => gone.has(name));
  const called = rewriteProgram(program, { expression }, isCalled);
  return mapFunctions(called, (definition) => {
    const parameters = kept(definition.id, definition.parameters);
    return parameters === definition.parameters ? definition : { ...definition, parameters };
  });
}

/** By function, the positions of the parameters that its body does not name. */
function unusedIn(program: Program): Map<FunctionName, Set<number>> {
  const { functions } = usesOf(program);
  const unused = new Map<FunctionName, Set<number>>();
  for (const definition of program.functions.values()) {
    if ((functions.get(definition.id)?.values ?? 0) > 0) continue;
    const places = unusedOf(definition);
    if (places.length > 0) unused.set(definition.id, new Set(places));
  }
  return unused;
}

function unusedOf({ parameters, body }: FunctionDef): number[] {
  const used = usesIn(body).variables;
  return parameters.flatMap((parameter, index) => (used.has(parameter) ? [] : [index]));
}

function keepWhatActs(program: Program, gone: Map<FunctionName, Set<number>>, effects: Effects): void {
  const expression = (value: Expression): void => {
    const places = value.kind === "call" ? gone.get(value.function) : undefined;
    if (value.kind !== "call" || places === undefined) return;
    for (const index of places) if (acts(value.arguments[index], effects)) places.delete(index);
    if (places.size === 0) gone.delete(value.function);
  };
  for (const block of [program.start, ...[...program.functions.values()].map(({ body }) => body)])
    if (isAny(usesIn(block).functions, (name) => gone.has(name))) visitBlock(block, { expression });
}

function acts(argument: Expression | undefined, effects: Effects): boolean {
  return argument !== undefined && !effects.isPure(argument);
}
