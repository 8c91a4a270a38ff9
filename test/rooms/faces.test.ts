// Imports of a device file by name: none hides a word of everybody's, and each page has what it says it has.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as filters from "../../src/filters.ts";
import * as options from "../../src/options.ts";
import { FACES, importedFile } from "../../tools/compiler/source/imported-file.ts";
import { createProgram } from "../../tools/compiler/source/program.ts";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { FACES as PACKED, partsAndBoards } from "../../tools/laboratory/packages/entries.ts";

/** Words that a device file needs for itself, or that mean something else to everybody who reads it. */
const OTHER_MEANINGS = [
  ..."any boolean enum never number object private string symbol type unknown void".split(" "),
  ..."add clamp command delay error event filter group input interval list log map message name option options".split(
    " ",
  ),
  ..."output pin print publish range read select set state subscribe test text time timeout topic value wait write".split(
    " ",
  ),
];

const paths = Object.keys(FACES).map((face) => importedFile(face, "") as string);
const program = createProgram({ trees: [], roots: paths });

/** All names that a page exports, types included. */
function namesAt(face: string): string[] {
  const file = program.getSourceFile(importedFile(face, "") as string);
  const module = file && program.getTypeChecker().getSymbolAtLocation(file);
  if (module === undefined) throw new Error(`${face} is no module.`);
  return program
    .getTypeChecker()
    .getExportsOfModule(module)
    .map(({ name }) => name);
}

test("no face hides a JavaScript name or a common word", () => {
  const known = new Set([...OTHER_MEANINGS, ...Object.getOwnPropertyNames(globalThis)]);
  expect(namesAt("ringmote").filter((name) => known.has(name))).toEqual([]);
});

test("no name is on two pages", () => {
  const all = Object.keys(FACES).flatMap(namesAt);
  expect(all.filter((name, at) => all.indexOf(name) !== at)).toEqual([]);
});

test("the page of options has types alone", () => {
  expect(Object.keys(options)).toEqual([]);
  expect(namesAt("ringmote/options.ts")).toContain("LightOptions");
});

test("docs/sensors.md has each filter in one row, and nothing else", () => {
  const page = readFileSync(join(packageFolder, "docs/sensors.md"), "utf8");
  const [, section = ""] = page.split("\n## Filters\n");
  const [table = ""] = section.split("\n## ");
  const described = [...table.matchAll(/^\| (`[^|]*`) \|/gm)].flatMap(([, row = ""]) =>
    [...row.matchAll(/`(\w+)\(/g)].map(([, name]) => name),
  );
  expect(described.sort()).toEqual(Object.keys(filters).sort());
});

test("docs/sensors.md has exactly one row for each option of a sensor", () => {
  const page = readFileSync(join(packageFolder, "docs/sensors.md"), "utf8");
  const tables = [...page.matchAll(/\n\| option \|.*\n\| --- .*\n((?:\|.*\n)+)/g)].map(
    ([, rows = ""]) => rows,
  );
  const described = [...tables.join("").matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
  const source = readFileSync(join(packageFolder, "src/device/declare/sensor.ts"), "utf8");
  const [, options = ""] = /^export interface SensorOptions[^{]*\{\n([\s\S]*?)^\}/m.exec(source) ?? [];
  const declared = [...options.matchAll(/^ {2}(\w+)\??:/gm)].map(([, name]) => name);
  expect(described.sort()).toEqual(declared.sort());
});

test("each page is in the package by the same name", () => {
  const { exports } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8"));
  for (const [face, file] of Object.entries(FACES)) {
    expect(exports[face.replace("ringmote", ".")]).toBe(`./src/${file}`);
    expect(Object.values(PACKED)).toContain(`src/${file}`);
  }
  const pages = readdirSync(join(packageFolder, "src")).filter((file) => file.endsWith(".ts"));
  expect(pages.sort()).toEqual([...Object.values(FACES), "features.ts"].sort());
});

test("each driver that a firmware imports has a name in the package", () => {
  const folder = join(packageFolder, "firmware");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".ts"),
  );
  const imported = files.flatMap((path) =>
    [...readFileSync(join(folder, path), "utf8").matchAll(/"ringmote\/(drivers\/[^"]+)\.ts"/g)].map(
      ([, name = ""]) => name,
    ),
  );
  expect(imported).toContain("drivers/relay");
  const packed = Object.keys(partsAndBoards());
  expect(imported.filter((name) => !packed.includes(name))).toEqual([]);
});
