// Lua as text: the spaces that it needs and no other, and the source line of each of its lines.
import { expect, test } from "vitest";
import { compileLua } from "../../../tools/targets/nodemcu/lfs/compile.ts";
import * as lua from "../../../tools/targets/nodemcu/lua/lua-ast.ts";
import { printLua } from "../../../tools/targets/nodemcu/lua/print.ts";

const { SyntaxKind } = lua;
const name = lua.createIdentifier;
const number = lua.createNumericLiteral;

function text(...statements: readonly lua.Statement[]): string {
  const printed = printLua(statements, []).text;
  compileLua("5.1", "case.lua", printed);
  return printed;
}

function joined(left: lua.Expression, right: lua.Expression, operator: lua.BinaryOperator): string {
  return text(lua.createReturnStatement([lua.createBinaryExpression(left, right, operator)]));
}

function call(callee: lua.Expression, ...values: lua.Expression[]): lua.Statement {
  return lua.createExpressionStatement(lua.createCallExpression(callee, values));
}

function fn(...statements: lua.Statement[]): lua.FunctionExpression {
  return lua.createFunctionExpression(lua.createBlock(statements));
}

test("printed numbers stay apart from concatenation dots", () => {
  expect(joined(number(1), number(2), SyntaxKind.ConcatOperator)).toBe("return 1 .. 2");
  expect(joined(name("a1"), name("b"), SyntaxKind.ConcatOperator)).toBe("return a1..b");
  expect(joined(name("a"), lua.createDotsLiteral(), SyntaxKind.ConcatOperator)).toBe("return a.. ...");
});

test("two printed minus signs do not form a comment", () => {
  const negated = lua.createUnaryExpression(name("b"), SyntaxKind.NegationOperator);
  expect(joined(name("a"), negated, SyntaxKind.SubtractionOperator)).toBe("return a- -b");
  expect(joined(name("a"), number(-1), SyntaxKind.SubtractionOperator)).toBe("return a- -1");
});

test("every Lua reads each byte of a text as it was", () => {
  const bytes = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte)).join("0");
  const printed = text(lua.createReturnStatement([lua.createStringLiteral(bytes)]));
  for (const version of ["5.1", "5.3"] as const)
    expect(compileLua(version, "case.lua", printed).constants).toEqual([{ kind: "string", value: bytes }]);
});

test("printed words are separated only from words", () => {
  const not = lua.createUnaryExpression(name("a"), SyntaxKind.NotOperator);
  expect(joined(not, lua.createStringLiteral("b"), SyntaxKind.OrOperator)).toBe('return not a or"b"');
});

test("a called function expression does not continue the previous line", () => {
  expect(text(call(name("a")), call(fn()))).toBe("a()\n;(function()end)()");
  expect(text(call(fn()), call(name("a")))).toBe("(function()end)()\na()");
});

test("a function within an expression maps to its own lines", () => {
  const inner = call(name("b"));
  inner.line = 1;
  const outer = call(name("a"), fn(inner, lua.createReturnStatement([name("c")])), number(5));
  outer.line = 0;
  const origins = [10, 20].map((line) => ({ file: "a.ts", line }));
  const printed = printLua([outer], origins);
  expect(printed.text).toBe("a(function()\nb()\nreturn c\nend,5)");
  expect(printed.origins.map((place) => place?.line)).toEqual([10, 20, 20, 10]);
});
