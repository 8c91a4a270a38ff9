// What a program becomes in Lua, in words: an operation is one operation, and nothing is there that nobody needs.
import * as lua from "typescript-to-lua/dist/LuaAST.js";
import { describe, expect, test } from "vitest";
import type { Program } from "../../../tools/compiler/ir/program.ts";
import { emitLua } from "../../../tools/targets/nodemcu/emit.ts";
import { withNumberedRecords } from "../../../tools/targets/nodemcu/lua/numbered-records.ts";
import { printLua } from "../../../tools/targets/nodemcu/lua/print.ts";
import { luaChunk } from "../../../tools/targets/nodemcu/translate/chunk.ts";
import { irOf, irOfDevice } from "../../compiler/ir-of.ts";

function printed(program: Program) {
  const { statements, numbers, origins } = luaChunk(program);
  return printLua(withNumberedRecords(statements, numbers), origins);
}

/** The lines of a text's program in Lua. */
function luaOf(text: string): string[] {
  return printed(irOf(text)).text.split("\n");
}

test("a text is joined in one operation, neighbouring literals as one", () => {
  expect(luaOf(`const n = given(3); emit("a" + 1 + n + "b" + ("c" + n));`)).toContain(
    'emit("a1"..n.."bc"..n)',
  );
});

test("a text without special characters is sought without words about that", () => {
  const lua = luaOf(`const s = given("x"); if (s.indexOf("no") >= 0) emit("" + s.indexOf("."));`);
  expect(lua).toEqual(
    ['local s=given("x")', 'if string.find(s,"no")then', 'emit((string.find(s,".",1,true)or 0)-1)end'].map(
      (line) => line.replace("emit((", 'emit(""..('),
    ),
  );
});

test("the least number of 32 bits is written as a whole one", () => {
  expect(luaOf("emit('' + (given(1) - -2147483648));")).toContain('emit(""..given(1)-(-2147483647-1))');
});

test("a loop counts with for unless its counter or limit may change", () => {
  const text = (body: string) =>
    luaOf(`let sum = 0; let n = given(3); function more(): void { n = 4; }
      if (given(1) > 5) more();
      for (let i = 0; i < n; i++) ${body}`);
  expect(text("sum += i;").some((line) => line === "for i=0,n-1 do")).toBe(true);
  expect(text("more();").some((line) => line === "while i<n do")).toBe(true);
  expect(luaOf('for (let i = given(9); i > 0; i -= 2) emit("" + i);')).toContain("for i=given(9),1,-2 do");
});

test("continue at the end of a branch is the other branch", () => {
  expect(luaOf('for (let i = 0; i < 5; i++) { if (i === 2) continue; emit("" + i); }')).toEqual([
    "for i=0,4 do",
    "if i~=2 then",
    'emit(""..i)end',
    "end",
  ]);
});

test("an unused function is absent; only mutual callers are declared first", () => {
  const lua = luaOf(`function unused(): void { emit("u"); }
    function even(n: number): boolean { return n === 0 ? true : odd(n - 1); }
    function odd(n: number): boolean { return n === 0 ? false : even(n - 1); }
    function show(n: number): void { emit(even(n) ? "e" : "o"); }
    show(given(3));`);
  expect(lua.filter((line) => /local|^function/.test(line))).toEqual([
    "local even",
    "local function odd(n)",
    "function even(n)",
    "local function show(n)",
  ]);
});

test("what holds or not is asked without a comparison with nil", () => {
  const lua = luaOf(
    'const w = given<string | undefined>("a"); if (w !== undefined) emit(w); if (w === undefined) emit("n");',
  );
  expect(lua.filter((line) => line.startsWith("if"))).toEqual(["if w then", "if not w then"]);
});

describe("fields", () => {
  test("fields of one record get different numbers, and data keep names", () => {
    const lua =
      luaOf(`interface Part { put: number; own?: number } interface Other { far: number; own: number }
      const part: Part = { put: given(1) };
      part.own = 2;
      const other: Other = { far: 3, own: given(4) };
      const table: Record<string, number> = { air: given(1) };
      emit("" + part.put + part.own + other.far + other.own + table[given("air")]);`);
    expect(lua.at(-1)).toBe('emit(part[2]..part[1]..other[1]..other[2]..table_2[given("air")])');
  });

  test("a record cast to its later type shares no other's fields", () => {
    const lua =
      luaOf(`interface Base { begin: number; end: number } interface Sensor extends Base { gain: number; zero: number }
      function made(): Base { return { begin: given(1), end: 2 }; }
      const sensor = made() as Sensor;
      sensor.gain = 3;
      sensor.zero = 4;
      emit("" + sensor.begin + sensor.end + sensor.gain + sensor.zero);`);
    expect(new Set(lua.at(-1)?.match(/\d+/g)).size).toBe(4);
  });
});

test("a line knows the place that it comes from", () => {
  const { text, origins } = printed(irOf('emit("a");\nfunction f(): void {\n  emit("b");\n}\nf();'));
  const line = text.split("\n").indexOf('emit("b")end');
  expect(origins[line]).toEqual({ file: "test/image/fixtures/case.ts", line: 3 });
});

test.each(["esp32-nodemcu", "esp8266-nodemcu"])(
  "a whole device is within the limits of %s's compiler",
  async (board) => {
    const files = emitLua(await irOfDevice("climate", board));
    expect(files[0]?.name).toBe("init.lua");
    const places = files.flatMap(({ content }) => content.origins).filter((one) => one !== undefined);
    expect(places.length).toBeGreaterThan(2000);
  },
);

test("only a statement with a leading parenthesis gets a semicolon before it", () => {
  const either = () =>
    lua.createBinaryExpression(
      lua.createIdentifier("f"),
      lua.createIdentifier("g"),
      lua.SyntaxKind.OrOperator,
    );
  const call = () => lua.createExpressionStatement(lua.createCallExpression(either(), []));
  const block = lua.createDoStatement([call(), call()]);
  expect(printLua([block], luaChunk(irOf("")).origins).text.split("\n")).toEqual([
    "do",
    "(f or g)()",
    ";(f or g)()end",
  ]);
});

test("a negative number has no parentheses, and does not begin a comment", () => {
  const { SubtractionOperator, EqualityOperator, NegationOperator } = lua.SyntaxKind;
  const minusOne = lua.createNumericLiteral(-1);
  const value = lua.createBinaryExpression(lua.createIdentifier("a"), minusOne, SubtractionOperator);
  const other = lua.createUnaryExpression(lua.createNumericLiteral(-1), NegationOperator);
  const condition = lua.createBinaryExpression(value, other, EqualityOperator);
  expect(printLua([lua.createReturnStatement([condition])], luaChunk(irOf("")).origins).text).toBe(
    "return a- -1==- -1",
  );
});
