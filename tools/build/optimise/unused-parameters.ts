// Parameters that a function does not use go, here and in its calls: each costs a JsVar on Espruino and work in a call.
import ts from "typescript";
import type { LinkedProgram } from "../linked-program.ts";
import type { Edit } from "../mapped-text.ts";
import type { Meaning } from "../names.ts";
import { isPure } from "../purity.ts";
import { readsOnly } from "./stable.ts";

/** Edits that take unused parameters from functions that are only ever called by their name. */
export function dropUnusedParameters(linked: LinkedProgram): Edit[] {
  const { names, file } = linked;
  const used = new Set<Meaning>();
  const named = new Map<Meaning, ts.Identifier[]>();
  for (const { identifier, meaning, use } of names.references) {
    if (use === "type") continue;
    if (!ts.isParameter(identifier.parent) || identifier.parent.name !== identifier) used.add(meaning);
    const known = named.get(meaning);
    if (known === undefined) named.set(meaning, [identifier]);
    else known.push(identifier);
  }
  return file.statements.flatMap((statement) => {
    if (!ts.isFunctionDeclaration(statement) || statement.body === undefined || statement.name === undefined)
      return [];
    const meaning = names.of(statement.name);
    const calls = meaning === undefined ? undefined : callsOf(named.get(meaning) ?? [], statement.name);
    if (calls === undefined) return [];
    // `this` stands among the parameters and is given by no argument.
    const unstated = statement.parameters.filter(isThis).length;
    const surplus = calls.flatMap((call) => surplusOf(call, statement.parameters.length - unstated));
    if (surplus.length > 0) return surplus;
    const index = statement.parameters.findIndex((one, at) => {
      const own = ts.isIdentifier(one.name) ? names.of(one.name) : undefined;
      const isUnused = own !== undefined && isPlain(one) && !used.has(own);
      return isUnused && calls.every((call) => canLeaveOut(call, at - unstated));
    });
    if (index < 0) return [];
    return [
      ...withoutItem(statement.parameters, index),
      ...calls.flatMap((call) => withoutItem(call.arguments, index - unstated)),
    ];
  });
}

function isThis({ name }: ts.ParameterDeclaration): boolean {
  return ts.isIdentifier(name) && name.text === "this";
}

function isPlain(parameter: ts.ParameterDeclaration): boolean {
  return (
    ts.isIdentifier(parameter.name) &&
    !isThis(parameter) &&
    parameter.initializer === undefined &&
    parameter.dotDotDotToken === undefined
  );
}

/** The calls that a function's names stand in; `undefined` when one of them is no call. */
function callsOf(names: readonly ts.Identifier[], own: ts.Identifier): ts.CallExpression[] | undefined {
  const calls: ts.CallExpression[] = [];
  for (const name of names) {
    if (name === own) continue;
    const call = name.parent;
    if (!ts.isCallExpression(call) || call.expression !== name) return undefined;
    calls.push(call);
  }
  return calls;
}

function canLeaveOut(call: ts.CallExpression, index: number): boolean {
  const argument = call.arguments[index];
  return argument === undefined || isPure(argument) || readsOnly(argument);
}

/** Takes out the last argument, where the function has no parameter for it. Run until none is left. */
function surplusOf(call: ts.CallExpression, parameters: number): Edit[] {
  const last = call.arguments.length - 1;
  return last >= parameters && canLeaveOut(call, last) ? withoutItem(call.arguments, last) : [];
}

/** Takes one item out of a list, with its comma. */
function withoutItem(items: ts.NodeArray<ts.Node>, index: number): Edit[] {
  const item = items[index];
  if (item === undefined) return [];
  const next = items[index + 1];
  const before = items[index - 1];
  if (next !== undefined) return [{ start: item.getStart(), end: next.getStart(), text: "" }];
  return [{ start: before === undefined ? item.getStart() : before.end, end: item.end, text: "" }];
}
