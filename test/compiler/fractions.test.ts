// Fractions that a board would work with are refused at their line, with the form in whole numbers; others
// are the same everywhere.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { BuildError, linkEntry } from "../../tools/image/build.ts";
import { FIXTURES, GLOBALS } from "../../tools/laboratory/programs/engines.ts";
import { expectSame } from "../image/expect-same.ts";

function refusals(text: string): readonly string[] {
  const results = (["espruino", "nodemcu"] as const).map((target) => {
    try {
      linkEntry({ file: join(FIXTURES, "case.ts"), text: `\n${text}\n` }, GLOBALS, target);
      return [];
    } catch (error) {
      if (error instanceof BuildError) return error.refusals;
      throw error;
    }
  });
  expect(results[0]).toEqual(results[1]);
  return results[0] as string[];
}

const PART = "interface Part { level: number }\nconst part: Part = { level: given(0) };\n";

describe("a fraction", () => {
  test.each<[string, string, number, string]>([
    [
      "worked out in a function and stored",
      `${PART}function collect(raw: number): void { part.level = raw * 0.5; }\ncollect(given(7)); emit("" + part.level);`,
      4,
      "write Math.floor(x / 2) for Math.floor(x * 0.5)",
    ],
    [
      "that a function is given",
      `function scaled(n: number, by: number): number { return n * by; }\nemit("" + scaled(given(3), given(0.5)));`,
      2,
      "a board works with whole numbers",
    ],
    [
      "that another float rounds otherwise",
      `const n = given(90); emit("" + Math.floor(n * 0.7));`,
      2,
      "write Math.floor((x * 7) / 10) for Math.floor(x * 0.7)",
    ],
    [
      "that is divided by",
      `emit("" + Math.floor(given(90) / 0.3));`,
      2,
      "write Math.floor((x * 10) / 3) for Math.floor(x / 0.3)",
    ],
    [
      "that is divided",
      `emit("" + Math.floor(7.5 / given(2)));`,
      2,
      "write Math.floor(15 / (2 * x)) for Math.floor(7.5 / x)",
    ],
    [
      "worked out and taken for bits",
      `emit("" + ((given(7) * 0.5) | 0));`,
      2,
      "a board works with whole numbers",
    ],
    ["that the build works out taken for bits", `emit("" + ((7 * 0.5) | 0));`, 2, "taken for bits"],
    ["a literal taken for bits", `emit("" + (given(3.5) | 0));`, 2, "taken for bits"],
    ["from a list", `const list = [0.5, 1.5]; emit("" + list[given(0)]);`, 2, "joined to a text"],
    ["in a field", `const one = { at: given(1.5) }; emit(\`\${one.at}\`);`, 2, "joined to a text"],
    [
      "as the place of an entry",
      `const list = [4, 5]; emit("" + list[given(0.5)]);`,
      2,
      "the place of an entry",
    ],
    [
      "as a key",
      `const words: Record<number, string> = { 1: "a" }; emit(words[given(1.5)] ?? "no");`,
      2,
      "joined to a text",
    ],
    ["as a place in a text", `emit(given("abc").substring(given(1.5)));`, 2, "a place in a text"],
    ["as a byte", `emit(String.fromCharCode(given(65.5)));`, 2, "taken for bits"],
    [
      "that a closure gives",
      `const f = given((n: number) => (n > 1 ? 1.5 : 2)); emit("" + f(given(2)));`,
      2,
      "joined",
    ],
    ["rounded", `emit("" + Math.round(given(7.5) / 2));`, 2, "a board works with whole numbers"],
    ["of a quotient", `emit("" + Math.floor(given(9) / 2 + 1));`, 2, "divide last"],
    ["of a quotient of a quotient", `emit("" + Math.floor(given(9) / 2 / 3));`, 2, "divide last"],
    [
      "of a quotient that a function is given",
      `function text(n: number): number { return n > 1 ? 5 : 6; }\nemit("" + Math.floor(text(given(9) / 2)));`,
      3,
      "divide last",
    ],
    [
      "with more digits than a small float",
      `emit(given(3) > 16777216.5 ? "more" : "less");`,
      2,
      "6 digits at most",
    ],
  ])("the fraction %s is refused", (_, text, line, sentence) => {
    const [first = "", ...more] = refusals(text);
    expect(more).toEqual([]);
    expect(first).toContain(`case.ts:${line}: `);
    expect(first).toContain(sentence);
  });

  test.each<[string, string]>([
    [
      "that the build works out",
      "const n = Math.floor(90 * 0.7); emit('' + n + Math.floor(7.5) + (given(3) > 7 * 0.5 ? 'more' : 'less'));",
    ],
    [
      "halved and doubled",
      "for (const n of [given(7), -7, 0, 90]) emit('' + Math.floor(n * 0.5) + Math.floor(0.25 * n) + Math.floor(n / 0.5) + Math.floor(n / -0.25));",
    ],
    [
      "compared with",
      "interface Limit { at: number }\nconst limits: Limit[] = [{ at: 21.5 }, { at: given(-0.5) }];\nfor (const n of [given(22), 21, -1, 0]) for (const one of limits) emit(n > one.at ? 'above' : n === one.at ? 'same' : 'below');",
    ],
    ["made whole", "const half = given(7.5); emit('' + Math.floor(half) + Math.floor(-half));"],
  ])("the fraction %s is the same on every engine", (_, text) => expectSame(text));
});
