// What only one target cannot do is refused when that target is built, with the line of the source.
import { expect, test } from "vitest";
import { BuildError } from "../../tools/build/build.ts";
import { builtEverywhere } from "./engines.ts";

const NEEDS_A_LIBRARY: readonly (readonly [title: string, line: string, sentence: string])[] = [
  [
    "several values pushed at once",
    "const a = [given(1)]; a.push(given(2), 3); emit('' + a.length);",
    "ArrayPush",
  ],
  [
    "the length that a push gives back",
    "const a = [given(1)]; const b = a.push(given(2), 4); emit('' + b);",
    "ArrayPush",
  ],
];

test.each(NEEDS_A_LIBRARY)("%s would need a library in Lua", async (_, line, name) => {
  const build = builtEverywhere(`\n${line}\n`);
  await expect(build).rejects.toThrow(BuildError);
  await expect(build).rejects.toThrow(
    `test/build/fixtures/case.ts:2: this would need TypeScriptToLua's library function ${name}, which no image carries`,
  );
});

test("a function with more locals than NodeMCU takes is refused by its line", async () => {
  const locals = Array.from({ length: 55 }, (_, n) => `const a${n} = given(${n});`).join("\n");
  const sum = Array.from({ length: 55 }, (_, n) => `a${n}`).join(" + ");
  const text = `\nfunction many(): number {\n${locals}\nreturn ${sum};\n}\nemit('' + many());\nemit('' + many());`;
  await expect(builtEverywhere(text)).rejects.toThrow(
    "test/build/fixtures/case.ts:2: this function has 55 local variables at once where NodeMCU's Lua takes 50",
  );
});
