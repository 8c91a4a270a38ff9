// A module that only one of NodeMCU's Luas reads, or that is too long for a chip, is refused with the source line.
import { describe, expect, test } from "vitest";
import { madeUp, mapFile } from "../../tools/compiler/source/mapped-text.ts";
import { everywhere } from "../../tools/laboratory/programs/engines.ts";
import { checkSize, checkSyntax, LARGEST_MODULE } from "../../tools/targets/nodemcu/lua/check-module.ts";

test.each([
  ["goto and its label", "while b do goto next ::next:: end"],
  ["a shift", "local a=b>>8"],
  ["a shift to the left", "local a=b<<8"],
  ["a mask", "local a=b&255"],
  ["a bitwise or", "local a=b|1"],
  ["a bitwise not", "local a=~b"],
  ["a whole quotient", "local a=b//2"],
  ["a statement of nothing", "local a=1;;"],
])("%s is refused with its line", (_, lua) => {
  const refusals = checkSyntax("case", mapFile(`local b=1\n${lua}`, "src/mqtt/decoder.ts"));
  expect(refusals).toEqual([expect.stringMatching(/^src\/mqtt\/decoder\.ts:2: .*is not Lua 5\.1 \(./)]);
});

describe("what every Lua reads passes", () => {
  test.each([
    'local a="\\\\x41 \\120 \\\\z"',
    "local a=b%256 local c=(b-a)/256",
    "for i=1,2 do if i==1 then break end end",
    "while true do repeat local a=1 until true break end",
    "if not (a==b) and #c~=0 then return -a end",
    'if b then return"end"end',
  ])("%s", (lua) => {
    expect(checkSyntax("case", madeUp(lua))).toEqual([]);
  });
});

test("a module that a chip could not compile is refused by bytes", () => {
  const text = `local a=1${"\na=a+1".repeat(LARGEST_MODULE / 6)}`;
  expect(checkSize("case", mapFile(text, "device.ts"))).toEqual([
    expect.stringMatching(
      /^device\.ts:1: this part of the program has \d+ bytes of Lua that must stay in one file/,
    ),
  ]);
});

/** Functions that fill a module, and the calls that keep them. */
function filling(name: string): string {
  const functions = Array.from(
    { length: 14 },
    (_, n) => `function ${name}${n}(a: string, b: number): string {
       let text = a;
       for (let i = 0; i < b; i++) { text = text + a + i; if (text.length > ${n + 5}) return text + "${name}"; }
       return text;
     }
     emit(${name}${n}(given("x"), given(3))); emit(${name}${n}(given("y"), given(4)));`,
  );
  return functions.join("\n");
}

test("a changed top-level variable has its new value in other modules", async () => {
  const { source, ...others } = await everywhere(`
    let mode = given(1);
    let first = given("a"), second = given("b");
    function read(): string { return first + second + mode; }
    function readAgain(): string { return read() + mode; }
    emit(read()); emit(readAgain());
    ${filling("one")}
    mode = given(2);
    first = given("c");
    emit(read()); emit(readAgain());
    ${filling("two")}
    second = given("d");
    emit(read()); emit(readAgain() + mode + second);
  `);
  for (const [engine, lines] of Object.entries(others))
    expect({ engine, lines }).toEqual({ engine, lines: source });
});
