// The rooms of which nothing runs on a computer only are in the language of devices, whether a firmware uses
// a file or not.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { BuildError } from "../../tools/compiler/source/build-error.ts";
import { type Module, modulesInOrder } from "../../tools/compiler/source/modules.ts";
import { createProgram } from "../../tools/compiler/source/program.ts";
import { requireDeviceLanguage } from "../../tools/compiler/subset/subset.ts";
import { packageFolder } from "../../tools/files/package-folder.ts";

function refusalsIn(room: string): readonly string[] {
  const folder = join(packageFolder, "src", room);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  return refusalsOf(files.map((file) => join(folder, file)));
}

function refusalsOf(roots: string[]): readonly string[] {
  const program = createProgram({ trees: [], roots });
  const modules = new Map<string, Module>();
  for (const root of roots)
    for (const module of modulesInOrder(program, root)) modules.set(module.file.fileName, module);
  try {
    requireDeviceLanguage([...modules.values()], program.getTypeChecker(), {
      target: undefined,
      globals: [],
    });
    return [];
  } catch (error) {
    if (error instanceof BuildError) return error.refusals;
    throw error;
  }
}

test.each(["ports", "reading", "ring", "mqtt", "drivers", "device"])("src/%s is in it", (room) => {
  expect(refusalsIn(room)).toEqual([]);
});

test("code outside the device language is refused with its place", () => {
  expect(refusalsOf([join(packageFolder, "src", "discovery", "entity.ts")])).toContainEqual(
    expect.stringMatching(/^src\/discovery\/entity\.ts:\d+: spread does not exist on Espruino/),
  );
});
