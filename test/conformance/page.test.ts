// The page of conformance says what passed, and nothing else.
import { describe, expect, test } from "vitest";
import { citationsIn, withoutCitations } from "./citations.ts";
import type { PassedTest } from "./evidence.ts";
import { conformanceFaults, conformancePage } from "./page.ts";
import { CHAPTERS, PLAIN_TEXT } from "./statements.ts";

const statements = CHAPTERS.flatMap((chapter) => chapter.statements);
const all = [...statements, ...PLAIN_TEXT.statements];

/** A test for each statement that needs one, but those left out. */
function testsBut(...left: string[]): PassedTest[] {
  return all
    .filter(({ id, reason }) => reason === undefined && !left.includes(id))
    .map(({ id }) => ({ file: "a.test.ts", names: [citationOf(id)] }));
}

const isNumbered = (id: string) => id.includes("-") && statements.some((one) => one.id === id);
const citationOf = (id: string) => (id.includes("-") ? `[MQTT-${id}] it holds` : `[MQTT ${id}] it holds`);

test("the list has each of the 101 numbered statements once", () => {
  expect([statements.length, new Set(all.map(({ id }) => id)).size]).toEqual([101, all.length]);
  expect(statements.filter(({ id }) => !isNumbered(id))).toEqual([]);
});

describe("a name", () => {
  test("cites statements, runs of statements, and sections", () => {
    expect(citationsIn("[MQTT-3.1.2-23] a [MQTT-3.2.2-1..3], b [MQTT 3.8.4]")).toEqual([
      "3.1.2-23",
      "3.2.2-1",
      "3.2.2-2",
      "3.2.2-3",
      "3.8.4",
    ]);
    expect(citationsIn("(MQTT 3.1.1, 4.7.3-1) MQTT-4.7.3-2")).toEqual([]);
  });

  test("is shown without them", () => {
    expect(withoutCitations("[MQTT-3.1.2-23] a [MQTT-3.2.2-1..3], b [MQTT 3.8.4]: c")).toBe("a, b: c");
  });
});

describe("a fault is", () => {
  test("none, when each statement has a test or a reason", () => {
    expect(conformanceFaults(testsBut())).toEqual([]);
  });

  test("a statement without either", () => {
    expect(conformanceFaults(testsBut("4.3.3-1", "3.8.4"))).toEqual([
      "MQTT 4.3.3-1 has no test that cites it and passes: write one, or give the reason in the list.",
      "MQTT 3.8.4 has no test that cites it and passes: write one, or give the reason in the list.",
    ]);
  });

  test("a statement with both", () => {
    const [fault] = conformanceFaults([
      ...testsBut(),
      { file: "b.test.ts", names: ["over WebSocket [MQTT-6.0.0-1]"] },
    ]);
    expect(fault).toMatch(/^MQTT 6\.0\.0-1 has a reason .*: take the reason out\.$/);
  });

  test("a statement that there is not, also within a run", () => {
    const cited: PassedTest = { file: "b.test.ts", names: ["group", "it holds [MQTT-3.2.2-5..7]"] };
    expect(conformanceFaults([...testsBut(), cited])).toEqual([
      'b.test.ts, "it holds", cites MQTT 3.2.2-6, which the list of statements does not have.',
      'b.test.ts, "it holds", cites MQTT 3.2.2-7, which the list of statements does not have.',
    ]);
  });
});

describe("the page", () => {
  function linesOf(id: string, tests: readonly PassedTest[]): string[] {
    const lines = conformancePage(tests).split("\n");
    const at = lines.findIndex((line) => line.startsWith(`**${id}** `));
    return lines.slice(at + 2, lines.indexOf("", at + 2));
  }

  const inGroup = (file: string, group: string, ...names: string[]): PassedTest[] =>
    names.map((name) => ({ file, names: [group, name] }));

  test("has the tests of a statement by file and group, in their order", () => {
    const tests = [
      ...inGroup("b.test.ts", "a topic", "has | bars [MQTT-4.7.3-1]", "has `code` [MQTT-4.7.3-1]"),
      { file: "a.test.ts", names: ["[MQTT-4.7.3-1] alone"] },
    ];
    expect(linesOf("4.7.3-1", tests)).toEqual([
      "- `a.test.ts`: alone",
      "- `b.test.ts`, *a topic*: has \\| bars; has \\`code\\`",
    ]);
  });

  test("names a group alone when it cites the statement itself", () => {
    const tests = inGroup("a.test.ts", "a topic [MQTT-4.7.3-1]", "one", "two [MQTT-4.7.3-1]", "three");
    expect(linesOf("4.7.3-1", tests)).toEqual(["- `a.test.ts`, *a topic*"]);
  });

  test("names the first four of many", () => {
    const names = ["a", "b", "c", "d", "e"].map((name) => `${name} [MQTT-4.7.3-1]`);
    expect(linesOf("4.7.3-1", inGroup("a.test.ts", "a topic", ...names))).toEqual([
      "- `a.test.ts`, *a topic*: a; b; c; d; and others of this group",
    ]);
  });

  test("has reasons, and counts what is shown", () => {
    expect(linesOf("6.0.0-1", [])).toEqual(["- No test: the device speaks TCP and TLS, not WebSocket."]);
    expect(conformancePage(testsBut("4.3.3-1"))).toContain(
      "101 concern a client: 94 are shown by tests, and 7 have",
    );
  });
});
