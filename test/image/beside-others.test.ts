// Firmware that share a program of TypeScript's know nothing of each other; neither do a package and a user's
// own modules.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { typedProgram } from "../../tools/compiler/source/checked-source.ts";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { shownPath } from "../../tools/files/shown-path.ts";
import type { Entry } from "../../tools/image/entry.ts";

const GLOBALS = [join(packageFolder, "test", "image", "fixtures", "globals.d.ts")];
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ringmote-beside-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function entry(name: string, text: string): Entry {
  mkdirSync(join(folder, name), { recursive: true });
  return { file: join(folder, name, "entry.ts"), text: `${text}\nexport {};\n` };
}

test.each([
  ["a wrong type", 'const wrong: number = "one"; emit("" + wrong);'],
  ["a syntax error", "const = 1;"],
  ["a module that is missing", 'import { gone } from "./gone.ts"; emit(gone);'],
  ["JSON in place of a module", 'import gone from "./gone.json"; emit(gone);'],
])("%s in another firmware refuses that one alone", (_, text) => {
  const [own, other] = [entry("own", 'emit("own");'), entry("other", text)];
  expect(typedProgram(own, GLOBALS, [], [other]).modules).toHaveLength(1);
  expect(() => typedProgram(other, GLOBALS, [], [own])).toThrow(/other\/entry\.ts:1: /);
});

test("another firmware's facts about all modules do not hold here", () => {
  writeFileSync(join(folder, "part.ts"), "export interface Part { one: number }\n");
  const other = entry("other", 'declare module "../part.ts" { interface Part { two?: string } }');
  const own = entry(
    "own",
    'import type { Part } from "../part.ts"; const part: Part = { one: 1, two: "2" }; emit("" + part.one);',
  );
  expect(() => typedProgram(own, GLOBALS, [], [other])).toThrow(/own\/entry\.ts:1: .*'two' does not exist/);
});

test("a user's module is never shown as one of this package", () => {
  expect(shownPath(join(packageFolder, "src", "index.ts"))).toBe("src/index.ts");
  const before = process.cwd();
  process.chdir(folder);
  try {
    expect(shownPath(join(process.cwd(), "src", "index.ts"))).toBe("./src/index.ts");
    expect(shownPath(join(process.cwd(), "src", "own.ts"))).toBe("./src/own.ts");
    expect(shownPath(join(process.cwd(), "src"))).toBe("./src");
    expect(shownPath(join(process.cwd(), "lamp", "device.ts"))).toBe("lamp/device.ts");
  } finally {
    process.chdir(before);
  }
});
