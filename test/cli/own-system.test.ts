// A system of somebody's own, as docs/systems.md has it: a folder in a project that has ringmote installed.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { ownSystemFiles } from "../docs/own-system.ts";
import { ringmote } from "./child.ts";
import { ringmoteHere } from "./in-process.ts";
import { createOwnProject } from "./own-project.ts";

const project = createOwnProject();
afterAll(project.remove);

const FILES = ownSystemFiles(readFileSync(join(packageFolder, "docs", "systems.md"), "utf8"));
const SCENARIO = "bells/scenario.ts";
const LISTENER = "bells/listen.ts";

function write(files: Readonly<Record<string, string>>, type = "module"): void {
  writeFileSync(join(project.folder, "package.json"), JSON.stringify({ private: true, type }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(project.folder, name)), { recursive: true });
    writeFileSync(join(project.folder, name), content);
  }
}

beforeEach(() => write(FILES));

async function sim(...args: string[]) {
  const run = ringmote(["sim", ...args], {}, project.folder);
  return { code: await run.ended, output: run.output(), errors: run.errors() };
}

/** A file of the example with one text in the place of another. */
function changed(file: string, from: string, to: string): Record<string, string> {
  const text = FILES[file] as string;
  expect(text).toContain(from);
  return { [file]: text.replace(from, to) };
}

test("a project's system repeats the same bytes for a seed", async () => {
  const esm = await sim("./bells");
  write(FILES, "commonjs");
  const commonjs = await sim("bells/");
  const otherRun = await sim("./bells", "--seed", "2");
  expect(esm.errors).toBe("");
  expect(esm.output).toMatch(/^bells: /);
  expect(esm.output).toMatch(/^held {4}nobody misses a bell$/m);
  expect(esm.output).toMatch(/SHA-256 [0-9a-f]{16}$/m);
  expect(esm.code).toBe(0);
  expect(commonjs).toEqual(esm);
  expect(otherRun.output).not.toBe(esm.output);
});

test("a program that misses an expected message fails the run", async () => {
  write(changed(LISTENER, 'session: "persistent"', 'session: "clean"'));
  const { code, output, errors } = await sim("./bells");
  expect(output).toMatch(
    /^FAILED {2}nobody misses a bell\n +00:00:\d\d\.\d+ guest-\d+ lost bell \d+ of tower$/m,
  );
  expect(errors).toMatch(/^ringmote: 1 of \d+ expectations does not hold\.$/m);
  expect(code).toBe(1);
});

test("an expectation about an unknown group is refused with a sentence", async () => {
  write(changed(SCENARIO, 'everyMessage("guest")', 'everyMessage("gest")'));
  const { code, errors } = await sim("./bells");
  expect(errors).toBe("ringmote: An expectation is about gest, and no such group takes part.\n");
  expect(code).toBe(1);
});

test("an unreadable system file is refused with its fault", async () => {
  write({ [SCENARIO]: "export default {{\n" });
  const { code, errors } = await sim("./bells");
  expect(errors).toMatch(/^ringmote: bells\/scenario\.ts could not be read: .*Expected [^\n]*\n$/);
  expect(code).toBe(1);
});

test.each([
  ["./nothing", "The folder ./nothing holds no scenario.ts; a system is a folder with one.", 1],
  ["bells", 'No system of the package is called bells; "ringmote sim ./bells" runs yours.', 2],
])("a missing system is refused: %s", async (name, sentence, code) => {
  const run = ringmoteHere(["sim", name], {}, project.folder);
  expect(await run.ended).toBe(code);
  expect(run.errors()).toBe(`ringmote: ${sentence}\n`);
});
