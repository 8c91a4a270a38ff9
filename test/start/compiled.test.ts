// The tools start from JavaScript that is made of their sources once, in a copy of this package that has the
// packages which a test leaves it: without tsx no TypeScript runs, and without esbuild none is compiled.
import { execFile } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { PACKED } from "../../tools/start/packed.js";

const copy = mkdtempSync(join(tmpdir(), "ringmote start-"));
const MODULES = join(copy, "node_modules");
const COMPILED = join(MODULES, ".cache", "ringmote", "compiled");
const LIST = "tools/cli/list.ts";
const HOUR = 3600;

beforeAll(() => {
  for (const name of ["src", "boards", "firmware", "tools", "package.json", "tsconfig.json"])
    cpSync(join(packageFolder, name), join(copy, name), { recursive: true });
  mkdirSync(MODULES);
  const installed = readdirSync(join(packageFolder, "node_modules")).filter((name) => !name.startsWith("."));
  for (const name of installed) symlinkSync(join(packageFolder, "node_modules", name), join(MODULES, name));
});

beforeEach(() => {
  rmSync(join(MODULES, ".cache"), { recursive: true, force: true });
  rmSync(join(copy, PACKED), { recursive: true, force: true });
  write(LIST, readFileSync(join(packageFolder, LIST), "utf8"));
  have("esbuild", "tsx");
});

afterAll(() => rmSync(copy, { recursive: true }));

/** Leaves it those of these two packages that are named. */
function have(...names: string[]): void {
  for (const name of ["esbuild", "tsx"]) {
    rmSync(join(MODULES, name), { force: true });
    if (names.includes(name)) symlinkSync(join(packageFolder, "node_modules", name), join(MODULES, name));
  }
}

function write(path: string, text: string): void {
  writeFileSync(join(copy, path), text);
}

function edit(path: string, from: string, to: string): void {
  const text = readFileSync(join(copy, path), "utf8");
  expect(text).toContain(from);
  write(path, text.replace(from, to));
}

interface Ended {
  code: number;
  output: string;
  errors: string;
}

function node(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: copy }, (error, output, errors) => {
      resolve({ code: error === null ? 0 : Number(error.code), output, errors });
    });
  });
}

const ringmote = (...args: string[]) => node("tools/cli/ringmote.js", ...args);

/** The output of one that ends well. */
async function saidBy(...args: string[]): Promise<string> {
  const { code, output, errors } = await ringmote(...args);
  expect(errors).toBe("");
  expect(code).toBe(0);
  return output;
}

function compiled(): string[] {
  return readdirSync(COMPILED).map((name) => join(COMPILED, name));
}

test("the first start compiles the tools; the next needs no compiler", async () => {
  have("esbuild");
  const boards = await saidBy("boards");
  expect(boards).toContain("d1-mini-nodemcu");
  const list = await saidBy("list");
  have();
  expect(await saidBy("boards")).toBe(boards);
  expect(await saidBy("list")).toBe(list);
});

test("the next start sees an edit, even with equal date and size", async () => {
  expect(await saidBy("list", "--help")).toContain("names the firmware there is");
  const { atime, mtime } = statSync(join(copy, LIST));
  edit(LIST, "names the firmware", "calls the firmware");
  utimesSync(join(copy, LIST), atime, mtime);
  expect(await saidBy("list", "--help")).toContain("calls the firmware there is");
});

test.each<[what: string, broken: (folder: string) => void]>([
  ["half of a file", (folder) => writeFileSync(join(folder, "main.js"), "import {")],
  ["no file", (folder) => rmSync(join(folder, "main.js"))],
  ["half of its record", (folder) => writeFileSync(join(folder, "compiled.json"), '{"digest":"')],
  ["nothing", (folder) => rmSync(join(folder), { recursive: true })],
])("compiled tools of which only %s is left are compiled again", async (_, broken) => {
  await saidBy("--version");
  const folder = compiled()[0] as string;
  broken(folder);
  await saidBy("--version");
  have();
  await saidBy("--version");
  expect(compiled()).toEqual([folder]);
});

test("the sources run where what was compiled cannot be loaded", async () => {
  const version = await saidBy("--version");
  const main = join(compiled()[0] as string, "main.js");
  writeFileSync(main, readFileSync(main, "utf8").replaceAll("import", "imp@rt"));
  expect(await saidBy("--version")).toBe(version);
});

test("the sources run where nothing can be written", async () => {
  writeFileSync(join(MODULES, ".cache"), "");
  expect(await saidBy("boards")).toContain("d1-mini-nodemcu");
});

test("a fault in an edited source is reported unchanged", async () => {
  write(LIST, "export const listCommand = ;\n");
  const { code, errors } = await ringmote("list");
  expect(code).toBe(1);
  expect(errors).toContain("list.ts:1:");
});

test("two starts at once are one", async () => {
  const [first, second] = await Promise.all([saidBy("boards"), saidBy("boards")]);
  expect(second).toBe(first);
  expect(compiled()).toHaveLength(1);
});

test("an unforeseen error is reported with the line of the source", async () => {
  edit(LIST, "async function list(", "async function list(): Promise<void> { null.x; }\nasync function old(");
  const { code, errors } = await ringmote("list");
  expect(code).toBe(1);
  const line = readFileSync(join(copy, LIST), "utf8")
    .split("\n")
    .findIndex((text) => text.includes("null.x"));
  expect(errors).toContain(`${LIST}:${line + 1}:`);
});

test("old compiled files of removed sources are deleted", async () => {
  await saidBy("--version");
  const first = compiled()[0] as string;
  const old = [..."abcdef"].map((digit) => join(COMPILED, digit.repeat(32)));
  const yesterday = Date.now() / 1000 - 24 * HOUR;
  for (const folder of old) {
    mkdirSync(folder);
    utimesSync(folder, yesterday, yesterday);
  }
  edit(LIST, "names", "calls");
  await saidBy("--version");
  const left = compiled();
  expect(left).toContain(first);
  expect(left.filter((folder) => old.includes(folder)).length).toBeLessThan(old.length);
});

test("prebuilt files of a package start where writing is impossible", async () => {
  const ready = 'export function main() {\n  console.log("ready made");\n  return 0;\n}\n';
  mkdirSync(join(copy, PACKED));
  writeFileSync(join(copy, PACKED, "main.js"), ready);
  writeFileSync(join(MODULES, ".cache"), "");
  have();
  expect(await saidBy("list")).toContain("ready made");
});
