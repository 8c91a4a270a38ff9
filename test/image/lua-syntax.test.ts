// Syntax that only one of NodeMCU's Luas reads is seen in the text that is shipped,
// with the line of the source.
import { describe, expect, test } from "vitest";
import { madeUp, mapFile } from "../../tools/compiler/source/mapped-text.ts";
import { everywhere } from "../../tools/laboratory/programs/engines.ts";
import { checkLuaSyntax, LARGEST_MODULE } from "../../tools/targets/nodemcu/lua/lua-syntax.ts";

const REFUSED: readonly (readonly [title: string, lua: string, sentence: string])[] = [
  ["goto and its label", "while b do goto next ::next:: end", "is not Lua 5.1"],
  ["a shift", "local a=b>>8", "is not Lua 5.1"],
  ["a shift to the left", "local a=b<<8", "is not Lua 5.1"],
  ["a mask", "local a=b&255", "is not Lua 5.1"],
  ["a bitwise or", "local a=b|1", "is not Lua 5.1"],
  ["a bitwise not", "local a=~b", "is not Lua 5.1"],
  ["a whole quotient", "local a=b//2", "is not Lua 5.1"],
  ["a statement of nothing", "local a=1;;", "is not Lua 5.1"],
  ["a byte in hexadecimal", 'local a="\\x41"', "decimal number only"],
];

test.each(REFUSED)("%s is refused with its line", (_, lua, sentence) => {
  const { sentences: refusals } = checkLuaSyntax("case", mapFile(`local b=1\n${lua}`, "src/mqtt/decoder.ts"));
  expect(refusals).not.toEqual([]);
  for (const refusal of refusals) {
    expect(refusal).toMatch(/^src\/mqtt\/decoder\.ts:2: /);
    expect(refusal).toContain(sentence);
  }
});

describe("what every Lua reads passes", () => {
  test.each([
    'local a="\\\\x41 \\120 \\\\z"',
    "local a=b%256 local c=(b-a)/256",
    "for i=1,2 do if i==1 then break end end",
    "while true do repeat local a=1 until true break end",
    "if not (a==b) and #c~=0 then return -a end",
  ])("%s", (lua) => {
    expect(checkLuaSyntax("case", madeUp(lua)).sentences).toEqual([]);
  });
});

test("a module that a chip could not compile is refused by bytes", () => {
  const text = `local a=1${"\na=a+1".repeat(LARGEST_MODULE / 6)}`;
  expect(checkLuaSyntax("case", mapFile(text, "device.ts")).sentences[0]).toMatch(
    /^device\.ts:1: this part of the program has \d+ bytes of Lua that must stay in one file/,
  );
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
