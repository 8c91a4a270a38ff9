// A build's values stand in place of those that modules give their constants.
import { expect, test } from "vitest";
import { printed } from "../../tools/compiler/ir/print.ts";
import { withGivenConstants } from "../../tools/compiler/read/given-constants.ts";
import { irOf } from "./ir-of.ts";

const PATH = "test/image/fixtures/case.ts";
const program = irOf('const SIZE = 3;\nconst NAME = "a";\nemit(NAME + SIZE);');

test("a given number, text or truth value replaces its constant", () => {
  expect(printed(withGivenConstants(program, { [PATH]: { SIZE: 7, NAME: "b" } }))).toBe(
    'let SIZE = 7;\nlet NAME = "b";\nemit(NAME + SIZE);\n',
  );
  expect(printed(withGivenConstants(program, { [PATH]: { SIZE: true } }))).toContain("let SIZE = true;");
});

test("a program without given constants is unchanged", () => {
  expect(withGivenConstants(program, {})).toBe(program);
});

test("an unknown module and constant are reported with the existing names", () => {
  expect(() => withGivenConstants(program, { "src/other.ts": { A: 1 } })).toThrow(
    /not in the image.*no module.*other\.ts/i,
  );
  expect(() => withGivenConstants(program, { [PATH]: { SIZ: 1 } })).toThrow(/SIZ.*SIZE/);
});
