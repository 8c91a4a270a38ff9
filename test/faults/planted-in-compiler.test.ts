// The compiler's own tests find the bugs that compilers have: two are planted in each pass, and in each step of a target that
// lowers the program, one at a time, and a test of that very pass must fail.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PASS_NAMES } from "../../tools/compiler/optimise.ts";
import { unknownNames } from "./planted-bugs/names.ts";
import type { CompilerBug } from "./planted-in-compiler/bug.ts";
import { DECIDED } from "./planted-in-compiler/decided.ts";
import { MERGED } from "./planted-in-compiler/merged.ts";
import { TARGETS } from "./planted-in-compiler/targets.ts";
import { TIDIED } from "./planted-in-compiler/tidied.ts";
import { beginTrial, type Trial } from "./planted-in-compiler/trial.ts";

let trial: Trial;

beforeAll(async () => {
  trial = await beginTrial();
});

afterAll(() => trial.end());

const BUGS: readonly CompilerBug[] = [...DECIDED, ...MERGED, ...TIDIED, ...TARGETS];
const FILES = [...new Set(BUGS.map(({ caughtBy }) => caughtBy))];

test("what the bugs name is there", () => expect(unknownNames(BUGS)).toEqual([]));

describe("without a bug no test fails", () => {
  test.each(FILES)("%s", async (file) => expect(await trial.fails(file)).toBe(false));
});

describe("caught", () => {
  test.each(BUGS.map((bug) => [`${bug.part}: ${bug.trap}`, bug] as const))("%s", async (_, bug) =>
    expect(await trial.fails(bug.caughtBy, bug)).toBe(true),
  );
});

test("each pass has two", () => {
  const planted = (name: string) => BUGS.filter(({ part }) => part === fileOf(name)).length;
  const few = [...PASS_NAMES, "shortFields"].filter((name) => planted(name) < 2);
  expect(few).toEqual([]);
});

/** The pass `constantFields` is in `constant-fields.ts`, and called so here. */
function fileOf(pass: string): string {
  const name = pass === "reordered" ? "reorder" : pass;
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
