// The import check: cruises a small tree in which every room imports from every other, and expects the plan's table.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const PACKAGE = fileURLToPath(new URL("../../", import.meta.url));
const ROW = /^\| `((?:src\/|boards)[\w/]*)` \|[^|]*\|([^|]*)\|$/gm;
/** Folders of src that are several rooms. Of the targets one stands for all. */
const HALVES: Readonly<Record<string, readonly string[]>> = {
  device: ["src/device/declare", "src/device/run"],
  platform: ["src/platform/espruino"],
};
/** Rooms that run on a computer alone. */
const ON_A_COMPUTER = ["src/client"];
const TREE = mkdtempSync(join(tmpdir(), "ringmote-rooms-"));

/** The table of the rooms in docs/rooms.md: each folder, and the folders that it may import from. */
const MAY_IMPORT = Object.fromEntries(
  [...readFileSync(join(PACKAGE, "docs/rooms.md"), "utf8").matchAll(ROW)].map(([, room, below]) => [
    // Of the targets one stands for all.
    room === "src/platform" ? "src/platform/espruino" : room,
    [...below.matchAll(/`([\w/]+)`/g)].map(([, name]) => `src/${name}`),
  ]),
);
const FOLDERS = [...Object.keys(MAY_IMPORT), "tools/cli"];

interface Cruise {
  modules: { source: string; dependencies: { resolved: string; rules?: { name: string }[] }[] }[];
  summary: { error: number };
}

/** Imports that break a rule, as "from -> to", and the rules that they break. */
const broken = new Map<string, string[]>();

beforeAll(() => {
  cpSync(join(PACKAGE, "package.json"), join(TREE, "package.json"));
  write("src/index.ts", 'export * from "./device/declare/target.ts";');
  write("node_modules/outside/package.json", '{ "name": "outside", "main": "index.js" }');
  write("node_modules/outside/index.js", "module.exports = 1;");
  for (const folder of FOLDERS) {
    write(`${folder}/target.ts`, "export const target = 1; export interface Target { one: 1 }");
    for (const target of FOLDERS) imports(folder, name(target), `${up(folder)}${target}/target.ts`);
    imports(folder, "node", "node:fs");
    imports(folder, "package", "outside");
    imports(folder, "nothing", "./not-there.ts");
  }
  typeImport("src/bytes", "types", "../mqtt/target.ts");
  imports("src/platform/espruino", "other-target", "../nodemcu/target.ts");
  write("src/platform/nodemcu/target.ts", "export const target = 1;");
  write("src/platform/node/sockets.ts", 'import "node:net";');
  write("src/attic/old.ts", 'import "../bytes/target.ts";');
  imports("src/ring", "one", "./two.ts");
  write("src/ring/two.ts", 'import "./to-one.ts";');
  imports("firmware/lamp", "face", "ringmote");
  write("src/filters.ts", 'export * from "./device/declare/target.ts";');
  imports("firmware/lamp", "filters", "ringmote/filters.ts");
  write("src/options.ts", 'export type * from "./device/declare/target.ts";');
  imports("firmware/lamp", "options", "ringmote/options.ts");
  imports("firmware/lamp", "driver", "ringmote/drivers/target.ts");
  imports("firmware/lamp", "board", "ringmote/boards/target.ts");
  imports("firmware/lamp", "core", "../../src/mqtt/target.ts");
  imports("firmware/lamp", "node", "node:fs");
  cruise();
}, 60_000);

afterAll(() => rmSync(TREE, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(TREE, file)), { recursive: true });
  writeFileSync(join(TREE, file), `${text}\n`);
}

function imports(folder: string, what: string, from: string): void {
  write(`${folder}/to-${what}.ts`, `import "${from}";`);
}

function typeImport(folder: string, what: string, from: string): void {
  write(`${folder}/to-${what}.ts`, `import type { Target } from "${from}"; export type Mine = Target;`);
}

function name(folder: string): string {
  return folder.replaceAll("/", "-");
}

function up(folder: string): string {
  return "../".repeat(folder.split("/").length);
}

function cruise(): void {
  const program = join(PACKAGE, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const config = join(PACKAGE, ".dependency-cruiser.cjs");
  const folders = ["src", "boards", "firmware", "tools"];
  const { modules }: Cruise = JSON.parse(
    execFileSync(process.execPath, [program, "--config", config, "--output-type", "json", ...folders], {
      cwd: TREE,
      encoding: "utf8",
    }),
  );
  for (const { source, dependencies } of modules) {
    for (const { rules } of dependencies) {
      if (rules !== undefined) broken.set(source, rules.map((rule) => rule.name).sort());
    }
  }
}

test("the table names the rooms that there are", () => {
  const rooms = readdirSync(join(PACKAGE, "src"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: room }) => HALVES[room] ?? [`src/${room}`]);
  expect(Object.keys(MAY_IMPORT).sort()).toEqual(["boards", ...rooms].sort());
});

describe.each(Object.entries(MAY_IMPORT))("%s", (folder, allowed) => {
  test("a room may import from itself and from the plan's rooms only", () => {
    const importable = FOLDERS.filter((target) => !broken.has(`${folder}/to-${name(target)}.ts`));
    expect(importable.sort()).toEqual([folder, ...allowed].sort());
  });

  test("a module may import a Node built-in where it runs on a computer alone", () => {
    expect(broken.has(`${folder}/to-node.ts`)).toBe(!ON_A_COMPUTER.includes(folder));
  });

  test("a module may not import an npm package", () => {
    expect(broken.has(`${folder}/to-package.ts`)).toBe(true);
  });

  test("a module may not import what is not found, for it would go unchecked", () => {
    expect(broken.get(`${folder}/to-nothing.ts`)).toContain("everything-resolves");
  });
});

test("a type from a room above is an import like any other", () => {
  expect(broken.get("src/bytes/to-types.ts")).toEqual(["bytes-imports-only-from-below"]);
});

test("one target may not import from another", () => {
  expect(broken.get("src/platform/espruino/to-other-target.ts")).toEqual(["a-target-knows-no-other"]);
});

test("the Node platform may import Node built-ins", () => {
  expect(broken.has("src/platform/node/sockets.ts")).toBe(false);
});

test("a folder of src outside the table is an error", () => {
  expect(broken.get("src/attic/old.ts")).toEqual(["every-room-is-in-the-plan"]);
});

test("two modules that need each other are an error", () => {
  expect(broken.get("src/ring/to-one.ts")).toEqual(["no-cycles"]);
});

test("a firmware may import faces, drivers and boards by the package's name", () => {
  for (const what of ["face", "filters", "options", "driver", "board"])
    expect(broken.has(`firmware/lamp/to-${what}.ts`), what).toBe(false);
});

test("a firmware may not import a core room or Node", () => {
  for (const what of ["core", "node"])
    expect(broken.get(`firmware/lamp/to-${what}.ts`), what).toEqual(["firmware-uses-the-face"]);
});

test("tools may import everything", () => {
  for (const target of FOLDERS) expect(broken.has(`tools/cli/to-${name(target)}.ts`), target).toBe(false);
});
