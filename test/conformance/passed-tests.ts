// The tests of the client that passed in a run of vitest; nothing when the run was only a part of them.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { TestCase, TestModule, TestSuite, Vitest } from "vitest/node";
import { withoutCitations } from "./citations.ts";
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
  return ours.flatMap(passedIn);
}

function passedIn(module: TestModule): PassedTest[] {
  const tests = [...module.children.allTests()];
  const doubtful = new Set(tests.filter((test) => !shows(test)).flatMap(groupsOf));
  return tests.filter(shows).map((test) => ({
    file: module.relativeModuleId,
    names: [
      // A group shows what it cites by all its tests, or not at all.
      ...groupsOf(test).map((group) => (doubtful.has(group) ? withoutCitations(group.name) : group.name)),
      test.name,
    ],
  }));
}

function testFilesIn(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => `${folder}/${file}`);
}

/** A test that is marked to fail has passed because it does. */
function shows(test: TestCase): boolean {
  return test.result().state === "passed" && test.options.fails !== true;
}

/** The groups that a test stands in, outermost first. */
function groupsOf(test: TestCase): TestSuite[] {
  const groups: TestSuite[] = [];
  let group: TestModule | TestSuite = test.parent;
  while (group.type === "suite") {
    groups.unshift(group);
    group = group.parent;
  }
  return groups;
}
