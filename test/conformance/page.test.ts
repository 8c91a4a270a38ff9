// The page of conformance says what passed, and nothing else.
import { describe, expect, test } from "vitest";
import { citationsIn, withoutCitations } from "./citations.ts";
import type { PassedTest } from "./evidence.ts";
import { conformanceFaults, conformancePage } from "./page.ts";
import { MQTT_3_1_1, MQTT_5, STANDARDS } from "./standards.ts";

const statements = MQTT_3_1_1.chapters.flatMap((chapter) => chapter.statements);
const all = [...statements, ...MQTT_3_1_1.plainText.statements];

/** A test for each statement that needs one, but those left out. */
function testsBut(...left: string[]): PassedTest[] {
  return all
    .filter(({ id, reason }) => reason === undefined && !left.includes(id))
    .map(({ id }) => ({ file: "a.test.ts", names: [citationOf(id)] }));
}

const citationOf = (id: string) => (id.includes("-") ? `[MQTT-${id}] it holds` : `[MQTT ${id}] it holds`);

test.each([
  [MQTT_3_1_1, 101],
  [MQTT_5, 186],
])("the list has each numbered statement once", ({ chapters, plainText }, numbered) => {
  const listed = chapters.flatMap((chapter) => chapter.statements.map(({ id }) => id));
  expect(listed.length).toBe(numbered);
  expect(new Set([...listed, ...plainText.statements.map(({ id }) => id)]).size).toBe(
    numbered + plainText.statements.length,
  );
  expect(listed.filter((id) => !/^\d+\.\d+\.\d+-\d+$/.test(id))).toEqual([]);
});

test("each standard has a page and a tag of its own", () => {
  expect(new Set(STANDARDS.flatMap(({ page, tag }) => [page, tag])).size).toBe(2 * STANDARDS.length);
});

describe("a name", () => {
  test("cites statements, runs of statements, and sections", () => {
    expect(
      citationsIn("[MQTT-3.1.2-23] a [MQTT-3.2.2-1..3], b [MQTT 3.8.4] [MQTT5-2.2.2-1]", "MQTT"),
    ).toEqual(["3.1.2-23", "3.2.2-1", "3.2.2-2", "3.2.2-3", "3.8.4"]);
    expect(citationsIn("(MQTT 3.1.1, 4.7.3-1) MQTT-4.7.3-2", "MQTT")).toEqual([]);
    expect(citationsIn("[MQTT-3.1.2-23] [MQTT5-2.2.2-1] [MQTT5 4.13.1]", "MQTT5")).toEqual([
      "2.2.2-1",
      "4.13.1",
    ]);
  });

  test("a name is shown without its citations", () => {
    expect(withoutCitations("[MQTT-3.1.2-23] a [MQTT-3.2.2-1..3], b [MQTT 3.8.4]: c")).toBe("a, b: c");
  });
});

describe("a fault is", () => {
  test("none, when each statement has a test or a reason", () => {
    expect(conformanceFaults(MQTT_3_1_1, testsBut())).toEqual([]);
  });

  test("a statement without either", () => {
    expect(conformanceFaults(MQTT_3_1_1, testsBut("4.3.3-1", "3.8.4"))).toEqual([
      "MQTT 4.3.3-1 has no test that cites it and passes: write one, or give the reason in the list.",
      "MQTT 3.8.4 has no test that cites it and passes: write one, or give the reason in the list.",
    ]);
  });

  test("a statement with both", () => {
    const [fault] = conformanceFaults(MQTT_3_1_1, [
      ...testsBut(),
      { file: "b.test.ts", names: ["over WebSocket [MQTT-6.0.0-1]"] },
    ]);
    expect(fault).toMatch(/^MQTT 6\.0\.0-1 has a reason .*: take the reason out\.$/);
  });

  test("a statement that there is not, also within a run", () => {
    const cited: PassedTest = { file: "b.test.ts", names: ["group", "it holds [MQTT-3.2.2-5..7]"] };
    expect(conformanceFaults(MQTT_3_1_1, [...testsBut(), cited])).toEqual([
      'b.test.ts, "it holds", cites MQTT 3.2.2-6, which the list of statements does not have.',
      'b.test.ts, "it holds", cites MQTT 3.2.2-7, which the list of statements does not have.',
    ]);
  });
});

describe("the page", () => {
  const lineOf = (id: string, tests: readonly PassedTest[]) =>
    conformancePage(MQTT_3_1_1, tests)
      .split("\n")
      .find((line) => line.startsWith(`- **${id}** `));

  test("the page names each file with a test of a statement once", () => {
    const tests = [
      { file: "b.test.ts", names: ["a topic", "has bars [MQTT-4.7.3-1]"] },
      { file: "b.test.ts", names: ["a topic", "has code [MQTT-4.7.3-1]"] },
      { file: "a.test.ts", names: ["[MQTT-4.7.3-1] a group", "one"] },
    ];
    expect(lineOf("4.7.3-1", tests)).toBe(
      "- **4.7.3-1** Topics and filters have at least one character. `a.test.ts`, `b.test.ts`",
    );
  });

  test("the page has reasons, and counts the statements that tests show", () => {
    expect(lineOf("6.0.0-1", [])).toMatch(/ No test: only a program's client has WebSocket, /);
    expect(conformancePage(MQTT_3_1_1, testsBut("4.3.3-1"))).toContain(
      "101 concern a client: tests show 94, and 7 have a reason instead.",
    );
  });
});
