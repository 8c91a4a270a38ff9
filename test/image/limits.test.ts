// The limits of NodeMCU's Lua compiler are seen in the text that is shipped, and told as NodeMCU itself would see them.
import { expect, test } from "vitest";
import { type MappedText, madeUp, mapFile } from "../../tools/compiler/source/mapped-text.ts";
import { compileModule, luacCross } from "../../tools/laboratory/hosts/nodemcu/luac-cross.ts";
import { checkLimits, MOST_LOCALS, MOST_UPVALUES } from "../../tools/targets/nodemcu/lua/limits.ts";
import { parsedLua } from "../../tools/targets/nodemcu/lua/lua-syntax.ts";
import { LUAC_CROSS_51, needs } from "../needs.ts";

const names = (count: number, letter = "a") => Array.from({ length: count }, (_, n) => `${letter}${n}`);
const locals = (count: number) =>
  names(count)
    .map((name) => `local ${name}=1`)
    .join("\n");

function limits(module: MappedText): string[] {
  return checkLimits("case", module, parsedLua(module.text));
}

/** Texts, and whether Lua 5.1 on NodeMCU compiles them. */
const TEXTS: readonly (readonly [title: string, text: string, fits: boolean])[] = [
  ["as many locals as there may be", locals(MOST_LOCALS), true],
  ["one local more", locals(MOST_LOCALS + 1), false],
  [
    "parameters and locals together",
    `local function f(${names(10, "p").join(",")})\n${locals(41)}\nend`,
    false,
  ],
  ["locals of a block that is over", `do\n${locals(40)}\nend\n${locals(40)}`, true],
  ["locals in a loop, and what the loop keeps", `${locals(47)}\nfor i=1,2 do print(i) end`, false],
  ["a loop over a list that just fits", `${locals(45)}\nfor i,v in ipairs({}) do print(v) end`, true],
  ["a local function among its locals", `${locals(49)}\nlocal function f() return f end`, true],
  ["operands that stand as deep as Lua goes", `return ${"-(".repeat(80)}1${")".repeat(80)}`, true],
  [
    "a join of more parts than Lua goes deep",
    `local a="x"\nreturn ${Array(250).fill("a").join("..")}`,
    false,
  ],
  ["blocks in one another", `${"do ".repeat(220)}${"end ".repeat(220)}`, false],
  ["calls in one another", `local f=print\n${"f(".repeat(220)}1${")".repeat(220)}`, false],
  [
    "parentheses that each part needs",
    `local a=1\nreturn ${"a and 1 or(".repeat(120)}1${")".repeat(120)}`,
    false,
  ],
  ["a call that is given as much as Lua holds", `print(${names(200).join(",")})`, true],
  ["a call that is given more than Lua holds", `print(${names(260).join(",")})`, false],
  [
    "calls that wait for calls beside locals",
    `${locals(40)}\nprint(${names(110).join(",")},print(${names(110).join(",")}))`,
    false,
  ],
  [
    "functions in tables in one another",
    `return ${"{function() return ".repeat(80)}1${" end}".repeat(80)}`,
    false,
  ],
  [
    "a long sum, and a long else if",
    `local a=1\na=${Array(400).fill("a").join("+")}\nif a==0 then a=1${" elseif a==1 then a=2".repeat(300)} end`,
    true,
  ],
  [
    "more variables of its surroundings than a function may use",
    `local function outer()\n${locals(40)}\nlocal function middle()\n${names(30, "b")
      .map((n) => `local ${n}=1`)
      .join(
        "\n",
      )}\nlocal function inner() return ${[...names(40), ...names(30, "b")].join("+")} end\nend\nend`,
    false,
  ],
];

test.each(TEXTS)("%s", (_, text, fits) => {
  expect(limits(madeUp(text)).length === 0).toBe(fits);
});

const compiler = luacCross().find(({ version }) => version === "5.1");
const ABSENT = compiler === undefined ? " (luac.cross for 5.1 is absent)" : "";

test(`NodeMCU's own compiler agrees${ABSENT}`, needs(LUAC_CROSS_51), () => {
  for (const [title, text, fits] of TEXTS) {
    const { problem } = compileModule(compiler as NonNullable<typeof compiler>, "case.lua", text);
    expect({ title, fits: problem === undefined }).toEqual({ title, fits });
  }
});

test("the sentence names the source's line, number, limit and cure", () => {
  const [sentence] = limits(
    mapFile(`print(1)\nlocal function f()\n${locals(51)}\nend`, "src/mqtt/decoder.ts"),
  );
  expect(sentence).toBe(
    "src/mqtt/decoder.ts:2: this function has 51 local variables at once where NodeMCU's Lua takes 50; split it, or keep what belongs together in one record.",
  );
  expect(MOST_UPVALUES).toBe(60);
});
