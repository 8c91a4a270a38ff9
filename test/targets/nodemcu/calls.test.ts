// Uses of the functions of a Lua chunk, by calls and as values.
import { expect, test } from "vitest";
import { callsOf, usedAsValues } from "../../../tools/targets/nodemcu/lua/calls.ts";
import * as lua from "../../../tools/targets/nodemcu/lua/lua-ast.ts";
import { callOf, functionOf, localFunction, name } from "../../../tools/targets/nodemcu/lua/lua-nodes.ts";
import { analyseScopes } from "../../../tools/targets/nodemcu/lua/scope-analysis.ts";

function valuesIn(use: lua.Expression): string[] {
  const statements = [localFunction("listen", functionOf([], [])), lua.createExpressionStatement(use)];
  const calls = callsOf(statements, analyseScopes(statements));
  return [...usedAsValues(statements, calls)].map((binding) => binding.name);
}

test("a method's name does not use the function of that name", () => {
  expect(valuesIn(lua.createMethodCallExpression(name("socket"), name("listen"), []))).toEqual([]);
});

test("an argument uses a function as a value, a call does not", () => {
  expect(valuesIn(callOf("print", [name("listen")]))).toEqual(["listen"]);
  expect(valuesIn(callOf("listen", []))).toEqual([]);
});
