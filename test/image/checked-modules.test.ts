// Modules that were right in an earlier build of the same process are checked again when something
// that they import has changed.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import type ts from "typescript";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { printed } from "../../tools/compiler/ir/print.ts";
import { typedProgram, type WrittenModule } from "../../tools/compiler/source/checked-source.ts";
import { lastingChecker } from "../../tools/compiler/source/lasting-checker.ts";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { linkEntry } from "../../tools/image/build.ts";

const GLOBALS = [join(packageFolder, "test", "image", "fixtures", "globals.d.ts")];
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ringmote-checked-"));
  write("user.ts", `import { part } from "./part.ts";\nexport const user = (): string => "" + part();\n`);
  write("part.ts", "export const part = (): number => given(1);\n");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

function linked(entry: string): string {
  return printed(linkEntry({ file: join(folder, "case.ts"), text: entry }, GLOBALS, "nodemcu"));
}

const ENTRY = `import { user } from "./user.ts";\nemit(user());\n`;

test("a type that changes makes an unchanged importer wrong", () => {
  expect(linked(ENTRY)).toContain("given(1)");
  write("part.ts", "export const part = (n: number): number => given(n);\n");
  expect(() => linked(ENTRY)).toThrow(/user\.ts:2: Expected 1 arguments, but got 0/);
});

test("a changed type puts an unchanged importer outside the device language", () => {
  expect(linked(ENTRY)).toContain("given(1)");
  write("part.ts", "export const part = (): boolean => given(true);\n");
  expect(() => linked(ENTRY)).toThrow(/user\.ts:2: /);
});

test("two modules that were right apart are checked together", () => {
  expect(linked(ENTRY)).toContain("given(1)");
  write("part.ts", "export const part = (n: number): number => given(n);\n");
  expect(linked(`import { part } from "./part.ts";\nemit("" + part(1));\n`)).toContain("given(");
  expect(() => linked(ENTRY)).toThrow(/user\.ts:2: Expected 1 arguments, but got 0/);
});

test("a right module two imports away does not clear its importer", () => {
  write("part.ts", 'import { deep } from "./deep.ts";\nexport const part = () => deep();\n');
  write("deep.ts", "export const deep = (): number => given(1);\n");
  expect(linked(ENTRY)).toContain("given(1)");
  write("deep.ts", "export const deep = (): boolean => given(true);\n");
  expect(linked(`import { part } from "./part.ts";\nif (part()) emit("yes");\n`)).toContain("given(");
  expect(() => linked(ENTRY)).toThrow(/user\.ts:2: /);
});

test("a fault is reported in each build until it is mended", () => {
  write("part.ts", "export const part = (n: number): number => given(n);\n");
  for (let build = 0; build < 2; build++) expect(() => linked(ENTRY)).toThrow(/user\.ts:2: Expected 1/);
  write("part.ts", "export const part = (): number => given(2);\n");
  expect(linked(ENTRY)).toContain("given(2)");
});

test("a missing module is seen when it appears, also for types", () => {
  const entry = 'import type { Mine } from "./mine.ts";\nconst mine: Mine = given(1);\nemit("" + mine);\n';
  for (let build = 0; build < 2; build++) expect(() => linked(entry)).toThrow(/case\.ts:1: /);
  write("mine.ts", "export type Mine = number;\n");
  expect(linked(entry)).toContain("given(1)");
  rmSync(join(folder, "mine.ts"));
  expect(() => linked(entry)).toThrow(/case\.ts:1: /);
  write("mine.ts", "export type Mine = number;\n");
  expect(linked(entry)).toContain("given(1)");
});

describe("the checker of the build before", () => {
  test("an edited module is read with it", () => {
    const before = checkerOf(ENTRY);
    write("user.ts", `import { part } from "./part.ts";\nexport const user = (): string => "!" + part();\n`);
    expect(linked(ENTRY)).toContain('"!"');
    expect(checkerOf(ENTRY)).toBe(before);
  });

  test("a module of the package that comes to another one is not read with it", () => {
    const path = relative(folder, join(packageFolder, "src/bytes/text.ts")).split(sep).join("/");
    const entry = `import { lengthPrefixed } from "${path}";\nemit(lengthPrefixed(given("a")));\n`;
    const before = checkerOf(entry);
    const file = join(packageFolder, "src", "bytes", "integers.ts");
    const written = { file, text: `${readFileSync(file, "utf8")}export const added = 1;\n` };
    expect(checkerOf(entry, [written])).not.toBe(before);
  });

  test("names of an entry that is no module are its own", () => {
    for (const value of [1, 2])
      expect(linked(`function own(): number { return given(${value}); }\nemit("" + own());\n`)).toContain(
        `given(${value})`,
      );
  });

  test("a module that declares names for all is not read with it", () => {
    const before = checkerOf(ENTRY);
    write("part.ts", "declare global { const own: number }\nexport const part = (): number => own;\n");
    expect(checkerOf(ENTRY)).not.toBe(before);
  });
});

function checkerOf(text: string, written: readonly WrittenModule[] = []): ts.TypeChecker {
  const { modules, program } = typedProgram({ file: join(folder, "case.ts"), text }, GLOBALS, written);
  return lastingChecker(modules, program, GLOBALS);
}
