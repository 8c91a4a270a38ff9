// Bundles of the package's firmware and boards are kept, and used for nothing but the
// sources that they were made of.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";

const copy = mkdtempSync(join(tmpdir(), "ringmote bundles-"));
const board = join(copy, "boards", "esp32-nodemcu.ts");
const kept = join(
  copy,
  "node_modules",
  ".cache",
  "ringmote",
  "bundles",
  "boards",
  "esp32-nodemcu.ts.json.gz",
);
let titleOf: (file: string) => Promise<string>;
let asked: () => number;

/** The build of a copy of the package, which counts how often it asks esbuild. */
beforeAll(async () => {
  for (const name of [
    "src",
    "boards",
    "tools/compiler/source",
    "tools/compiler/subset",
    "tools/image",
    "tools/files",
    "tools/start",
    "tools/targets",
    "package.json",
    "tsconfig.json",
  ])
    cpSync(join(packageFolder, name), join(copy, name), { recursive: true });
  mkdirSync(join(copy, "node_modules"));
  for (const name of ["esbuild", "typescript", "fastest-levenshtein"])
    symlinkSync(join(packageFolder, "node_modules", name), join(copy, "node_modules", name));
  const esbuild = await import("esbuild");
  const build = vi.fn(esbuild.build);
  vi.doMock("esbuild", () => ({ ...esbuild, build }));
  asked = () => build.mock.calls.length;
  const { defaultExportOf } = (await import(join(copy, "tools/image/firmware/run-module.ts"))) as {
    defaultExportOf: (file: string) => Promise<unknown>;
  };
  titleOf = async (file) => ((await defaultExportOf(file)) as { title: string }).title;
});

afterAll(() => {
  vi.doUnmock("esbuild");
  rmSync(copy, { recursive: true });
});

beforeEach(async () => {
  cpSync(join(packageFolder, "boards"), join(copy, "boards"), { recursive: true });
  // What changed just now is bundled, but not kept.
  await new Promise((resolve) => setTimeout(resolve, 200));
  await titleOf(board);
});

async function bundlesFor(file: string): Promise<number> {
  const before = asked();
  await titleOf(file);
  return asked() - before;
}

test("a firmware that was bundled once is not bundled again", async () => {
  expect(await bundlesFor(board)).toBe(0);
});

test("an edit is seen at once", async () => {
  writeFileSync(board, readFileSync(board, "utf8").replace(/title: "[^"]*"/, 'title: "another"'));
  expect(await titleOf(board)).toBe("another");
});

test("an edit of what a board imports is seen at once", async () => {
  const chip = join(copy, "boards", "chips", "esp32.ts");
  writeFileSync(chip, `${readFileSync(chip, "utf8")}throw new Error("edited");\n`);
  await expect(titleOf(board)).rejects.toThrow("boards/chips/esp32.ts:");
});

test.each([
  ["nothing", ""],
  ["half of it", '{"inputs":["boards/esp32-nodemcu.ts"],"dig'],
  ["something else", "{}"],
])("a stored bundle that holds %s is made anew", async (_, content) => {
  writeFileSync(kept, content);
  expect(await titleOf(board)).toMatch(/ESP32/);
  expect(await bundlesFor(board)).toBe(0);
});

test("a folder that nothing can be kept in is no fault", async () => {
  const folder = join(copy, "node_modules", ".cache");
  rmSync(folder, { recursive: true });
  writeFileSync(folder, "");
  expect(await titleOf(board)).toMatch(/ESP32/);
  rmSync(folder);
});
