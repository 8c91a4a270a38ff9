// The record: what is worse than it fails, what is out of date is told, and what is written changes no more
// than it must.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { growthFault } from "../../tools/laboratory/record/growth.ts";
import type { MadePart } from "../../tools/laboratory/record/part.ts";
import { checkRecordParts, writeParts } from "../../tools/laboratory/record/run.ts";
import { systemsPage } from "../../tools/laboratory/record/systems.ts";
import { withFigures } from "../../tools/laboratory/record/tour.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-record-"));
const PAGE = join(FOLDER, "docs", "page.md");
mkdirSync(join(FOLDER, "docs"));
beforeEach(() => writeFileSync(PAGE, "as recorded"));
afterAll(() => rmSync(FOLDER, { recursive: true }));

async function check(made: Partial<MadePart>) {
  const said: string[] = [];
  const all = async () => ({ files: [], faults: [], ...made });
  const part = { word: "page", make: all, check: all };
  const exitCode = await checkRecordParts([part], FOLDER, (line) => said.push(line));
  return { exitCode, said: said.slice(1) };
}

test.each([
  [1000, 1010, false],
  [1000, 1011, true],
  [61, 61, false],
  [61, 62, true],
  [1000, 400, false],
  [0, 1, true],
])("a figure of %i that becomes %i is a fault: %s", (recorded, value, isFault) => {
  const fault = growthFault({ name: "climate: flash", value, unit: "bytes" }, recorded);
  expect(fault !== undefined).toBe(isFault);
  if (isFault) expect(fault).toContain(`climate: flash has grown from ${recorded} to ${value} bytes`);
});

test("a figure that is in no record is no fault", () => {
  expect(growthFault({ name: "new", value: 5, unit: "bytes" }, undefined)).toBeUndefined();
});

test("a figure that has grown fails the check", async () => {
  const { exitCode, said } = await check({ faults: ["It has grown."] });
  expect([exitCode, ...said]).toEqual([1, "Failed: It has grown.", expect.stringContaining("--worse")]);
});

test("a file that is out of date or missing is named, and fails nothing", async () => {
  const files = [
    ["docs/page.md", "another"],
    ["docs/new.md", "new"],
  ] as const;
  const said = ["Stale: docs/page.md (npm run record)", "Stale: docs/new.md (npm run record)"];
  expect(await check({ files })).toEqual({ exitCode: 0, said });
});

test("parts are checked beside each other, but not beside one that takes the time", async () => {
  const steps: string[] = [];
  const part = (word: string, takesTime?: boolean) => ({
    word,
    takesTime,
    make: () => Promise.reject(new Error("It was made.")),
    async check() {
      steps.push(word);
      await new Promise(setImmediate);
      steps.push(`${word} done`);
      return { files: [], faults: [] };
    },
  });
  await checkRecordParts([part("one"), part("two"), part("virtual", true)], FOLDER, () => {});
  expect(steps).toEqual(["virtual", "virtual done", "one", "two", "one done", "two done"]);
});

test("a part without a check is not measured", async () => {
  const make = () => Promise.reject(new Error("It was measured."));
  expect(await checkRecordParts([{ word: "page", make }], FOLDER, () => {})).toBe(0);
});

test("an unchanged file is not mentioned", async () => {
  expect(await check({ files: [["docs/page.md", "as recorded"]] })).toEqual({ exitCode: 0, said: [] });
});

test("only what changes is written", async () => {
  const before = statSync(PAGE).mtimeMs;
  const said: string[] = [];
  const made = { files: [["docs/page.md", "as recorded"] as const, ["docs/b.md", "b"] as const], faults: [] };
  await writeParts([{ word: "page", make: async () => made }], FOLDER, (line) => said.push(line));
  expect(said.slice(1)).toEqual(["docs/b.md is written."]);
  expect([statSync(PAGE).mtimeMs, readFileSync(join(FOLDER, "docs", "b.md"), "utf8")]).toEqual([before, "b"]);
});

describe("a figure that has grown", () => {
  const faults = ["It grew."];
  const grown = { word: "page", make: async () => ({ files: [["docs/page.md", "new"] as const], faults }) };
  const write = (reason?: string) => writeParts([grown], FOLDER, () => {}, reason);

  test("a figure that has grown is not recorded by itself", async () => {
    expect([await write(), readFileSync(PAGE, "utf8")]).toEqual([1, "as recorded"]);
  });

  test("a figure that has grown is recorded where figures may be worse", async () => {
    expect([await write("it is worth it"), readFileSync(PAGE, "utf8")]).toEqual([0, "new"]);
  });
});

describe("the tour", () => {
  const block = (said: string, text: string) => `<!-- ${said} -->\n\`\`\`text\n${text}\n\`\`\`\n`;
  const page = (figure: number, free: string) =>
    [
      block("put into hut/device.ts", "// 12"),
      block("run", "npx ringmote build ./hut --board esp32-espruino"),
      block("prints", `dist/esp32-espruino/hut: ${figure} bytes\nroom  bytes\nmqtt  ${free}`),
      block("run", "npx ringmote list"),
      block("prints", "hut 12"),
    ].join("between\n");
  const walk = (printed: string) => {
    const walked: string[] = [];
    const put = (file: string, text: string) => void walked.push(file, text);
    const run = (words: readonly string[]) => {
      walked.push(words.join(" "));
      return printed;
    };
    return { walked, place: { put, run } };
  };

  test("the tour has the figures that its builds print, and is otherwise as it was", () => {
    const { walked, place } = walk(
      "more\ndist/esp32-espruino/hut: 1700 bytes\nroom   bytes\nroom  bytes\nmqtt   9296\n",
    );
    expect(withFigures(page(14618, "9"), place)).toBe(
      page(1700, " 9296").replace("room  bytes", "room   bytes"),
    );
    expect(walked).toEqual(["hut/device.ts", "// 12\n", "build ./hut --board esp32-espruino"]);
  });

  test("the tour refuses a line that no build prints", () => {
    const { place } = walk("dist/esp32-espruino/cabin: 1700 bytes\n");
    expect(() => withFigures(page(14618, "9"), place)).toThrow(
      'docs/tour.md shows "dist/esp32-espruino/hut: 14618 bytes", which is not printed',
    );
  });
});

test("the page of systems has the expectations and figures of their runs", () => {
  const heads = [
    "| system | what is expected | held |\n| --- | --- | --- |\n",
    "| system | who | programs | heard | lost | twice | out of order | p50 | p99 |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n",
  ];
  const outcome = {
    faults: [],
    expectations: [
      { words: "none lost", failures: [{ who: "a-1", at: 5, words: "lost n 1" }] },
      { words: "in order", failures: [] },
    ],
    untried: [],
    figures: [
      { group: "a", programs: 1000, heard: 5, lost: 1, twice: 0, outOfOrder: 0, p50: 7, p99: undefined },
    ],
    sent: 6,
    bytes: 70,
    fingerprint: "ab",
  };
  const page = `${heads[0]}| old | row | yes |\n\nText.\n\n${heads[1]}\nEnd.\n`;
  const link = "[`chat`](../firmware/chat/README.md)";
  expect(systemsPage(page, new Map([["chat", outcome]]))).toBe(
    `${heads[0]}| ${link} | none lost | NO |\n| ${link} | in order | yes |\n\nText.\n\n${heads[1]}| ${link} | a | 1,000 | 5 | 1 | 0 | 0 | 7 ms | - |\n\nEnd.\n`,
  );
});
