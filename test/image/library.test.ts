// Calls that one target alone cannot do are refused when that target is built, with the line of the source.
import { expect, test } from "vitest";
import { BuildError } from "../../tools/image/build.ts";
import { builtEverywhere } from "../../tools/laboratory/programs/engines.ts";

const PUSHES: readonly (readonly [title: string, line: string])[] = [
  ["several values pushed at once", "const a = [given(1)]; a.push(given(2), 3); emit('' + a.length);"],
  ["a push of nothing", "const a = [given(1)]; a.push(); emit('' + a.length);"],
  ["the length that a push gives back", "const a = [given(1)]; const b = a.push(given(2)); emit('' + b);"],
];

test.each(PUSHES)("%s is refused by its line", async (_, line) => {
  const build = builtEverywhere(`\n${line}\n`);
  await expect(build).rejects.toThrow(BuildError);
  await expect(build).rejects.toThrow(
    "test/image/fixtures/case.ts:2: a list takes one value at a time in Lua, and does not tell its length for it; write list.push(x) as a statement, once for each value",
  );
});

test("a function with too many locals for NodeMCU is refused by line", async () => {
  const locals = Array.from({ length: 55 }, (_, n) => `const a${n} = given(${n});`).join("\n");
  const sum = Array.from({ length: 55 }, (_, n) => `a${n}`).join(" + ");
  const text = `\nfunction many(): number {\n${locals}\nreturn (${sum}) * (${sum});\n}\nemit('' + many());\nemit('' + many());`;
  await expect(builtEverywhere(text)).rejects.toThrow(
    "test/image/fixtures/case.ts:2: this function has 55 local variables at once where NodeMCU's Lua takes 50",
  );
});
