// The tests of the client that passed in a run of vitest; nothing when the run was only a part of them.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { TestCase, TestModule, TestSuite, Vitest } from "vitest/node";
import type { PassedTest } from "./evidence.ts";

/** Where the tests of the client are, as an application and the runtime use it. */
const FOLDERS = ["test/bytes", "test/mqtt", "test/runtime"];

/**
 * `undefined` when the run left some of the files out, or when one did not pass: then nothing can be said of what they
 * show together.
 */
export function passedTests(vitest: Vitest, modules: readonly TestModule[]): PassedTest[] | undefined {
  const files = FOLDERS.flatMap((folder) => testFilesIn(vitest.config.root, folder));
  const ours = modules.filter((module) => files.includes(module.relativeModuleId));
  const isWhole = ours.length === files.length && vitest.config.testNamePattern === undefined;
  if (!isWhole || !ours.every((module) => module.ok())) return undefined;
  return ours.flatMap((module) =>
    [...module.children.allTests("passed")].filter(shows).map((test) => ({
      file: module.relativeModuleId,
      names: namesOf(test),
    })),
  );
}

function testFilesIn(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => `${folder}/${file}`);
}

/** A test that is marked to fail has passed because it does. */
function shows(test: TestCase): boolean {
  return test.options.fails !== true;
}

function namesOf(test: TestCase): string[] {
  const names = [test.name];
  let group: TestModule | TestSuite = test.parent;
  while (group.type === "suite") {
    names.unshift(group.name);
    group = group.parent;
  }
  return names;
}
