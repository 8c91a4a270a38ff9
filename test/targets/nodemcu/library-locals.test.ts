// Locals for Lua's library functions, beside the locals of a chunk that has nearly as many as NodeMCU's Lua takes.

import { expect, test } from "vitest";
import { withLibraryLocals } from "../../../tools/targets/nodemcu/lua/library-locals.ts";
import { MOST_LOCALS } from "../../../tools/targets/nodemcu/lua/limits.ts";
import * as lua from "../../../tools/targets/nodemcu/lua/lua-ast.ts";
import { printLua } from "../../../tools/targets/nodemcu/lua/print.ts";

const member = (name: string) =>
  lua.createTableIndexExpression(lua.createIdentifier("string"), lua.createStringLiteral(name));

const call = (name: string) =>
  lua.createExpressionStatement(lua.createCallExpression(member(name), [lua.createNumericLiteral(1)]));

const locals = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    lua.createVariableDeclarationStatement(lua.createIdentifier(`own${i}`), lua.createNumericLiteral(i)),
  );

function madeOf(own: number): string[] {
  const calls = ["byte", "byte", "char", "char", "char", "sub", "sub"].map(call);
  const text = printLua(withLibraryLocals([...locals(own), ...calls]), []).text;
  return text.match(/____string_\w+(?==| =)/g) ?? [];
}

test.each([
  [10, ["____string_byte", "____string_char", "____string_sub"]],
  [MOST_LOCALS - 2, ["____string_byte", "____string_char"]],
  [MOST_LOCALS - 1, ["____string_char"]],
  [MOST_LOCALS, []],
])("a chunk of %i locals has the library locals that fit: %j", (own, names) => {
  expect(madeOf(own)).toEqual(names);
});
