// What runs rarely is out of memory on NodeMCU, and what runs often has no call too many.
import { join } from "node:path";
import { expect, test } from "vitest";
import { emit, linkEntry } from "../../../tools/image/build.ts";
import { FIXTURES, GLOBALS } from "../../../tools/laboratory/programs/engines.ts";

const RUN = `const jobs: (() => void)[] = [];
  function add(job: () => void): void { jobs.push(job); }`;
const END = "add(main); for (const job of jobs) job();";

/** The Lua files of a program's image, by name. */
async function luaFiles(text: string): Promise<Record<string, string>> {
  const linked = linkEntry({ file: join(FIXTURES, "case.ts"), text }, GLOBALS, "nodemcu");
  const files = await emit(linked, "nodemcu", "case");
  return Object.fromEntries(files.map(({ name, content }) => [name, content.text]));
}

const allOf = async (text: string) => Object.values(await luaFiles(text)).join("\n");

test("a function tagged as cold stands in its own file only", async () => {
  const files = await luaFiles(
    `${RUN}
     /** @cold */
     function lose(why: string): void { emit("lost: " + why); emit("the end of " + why); }
     function main(): void { lose(given("a")); lose(given("b")); }
     ${END}`,
  );
  const withText = Object.entries(files).filter(([, text]) => text.includes("the end of"));
  expect(withText.map(([name]) => name)).toEqual([expect.stringMatching(/^ov[0-9a-z]{5}0\.lua$/)]);
  expect(files["ringmote.lua"]).not.toContain("ov");
});

test("a function tagged as hot stays, and the others are merged", async () => {
  const body = (letter: string) =>
    `function ${letter}(n: number): void { emit("${letter}" + n); emit("" + n); }`;
  const calls = ["a", "b", "c"].map((one) => `${one}(given(1)); ${one}(given(2));`).join(" ");
  const program = (tag: string) =>
    `${RUN}\n${tag}\n${body("a")} ${body("b")} ${body("c")} function main(): void { ${calls} } ${END}`;
  const count = async (text: string) => ((await allOf(text)).match(/\bfunction\b/g) ?? []).length;
  expect(await count(program("/** @hot */"))).toBe((await count(program(""))) + 1);
});

test("bytes side by side are read in one call", async () => {
  const lua = await allOf(`${RUN}
    function pair(bytes: string, at: number): string {
      const high = bytes.charCodeAt(at);
      const low = bytes.charCodeAt(at + 1);
      const first = bytes.charCodeAt(0);
      const second = bytes.charCodeAt(1);
      return "" + (high * 256 + low) + "," + first + "," + second;
    }
    function main(): void { emit(pair(given("abcdef"), 1)); emit(pair(given("\\0\\xffz9 "), 0)); }
    ${END}`);
  const calls = lua.match(/\b\w+\(\w+,[^()]*,[^()]*\)/g) ?? [];
  expect(calls.filter((call) => /\+1,\w+\+2\)$|,1,2\)$/.test(call))).toHaveLength(2);
});
