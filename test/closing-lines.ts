// A reporter that ends a run with plain lines: each failed test and its first error, each skipped one and what it waits
// for, then "N passed, N failed".
// With CI=true a skip is a failure, unless the test needs one of the two interpreters that no package brings.
import type { Reporter, SerializedError, TestCase, TestModule } from "vitest/node";

interface Interpreter {
  /** How a test that needs it calls it in its name, or in those of its groups. */
  named: RegExp;
  where: string;
}

const INTERPRETERS: Interpreter[] = [
  {
    named: /espruino/i,
    where: "a real Espruino: list its programs in ESPRUINO_BIN, or put espruino* on the PATH",
  },
  {
    named: /luac\.cross|nodemcu/i,
    where: "NodeMCU's own Lua: list its programs in LUAC_CROSS, or put luac.cross* on the PATH",
  },
];

export default class ClosingLines implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const skipped = tests.filter((test) => stateOf(test) === "skipped");
    nameSkipped(skipped);
    nameFailed(modules, tests);
    // What nobody waited for fails the run, and no test.
    for (const error of unhandled) console.log(`Failed: outside of any test: ${firstLine([error])}`);
    if (process.env.CI === "true") refuseUnexplained(skipped);
    const count = (state: string) => tests.filter((test) => stateOf(test) === state).length;
    // A file that could not be loaded has no tests to count, and has failed all the same.
    const broken = modules.filter((module) => module.errors().length > 0).length + unhandled.length;
    console.log(`${count("passed")} passed, ${count("failed") + broken} failed, ${skipped.length} skipped`);
  }
}

function stateOf(test: TestCase): string {
  return test.result().state;
}

function nameSkipped(skipped: readonly TestCase[]): void {
  if (skipped.length > 0) console.log("Not run:");
  for (const test of skipped)
    console.log(`- ${test.module.relativeModuleId}: ${test.fullName}; ${reason(test)}.`);
}

function nameFailed(modules: readonly TestModule[], tests: readonly TestCase[]): void {
  for (const test of tests) {
    const result = test.result();
    if (result.state === "failed")
      console.log(`Failed: ${test.module.relativeModuleId}: ${test.fullName}: ${firstLine(result.errors)}`);
  }
  for (const module of modules)
    if (module.errors().length > 0)
      console.log(`Failed: ${module.relativeModuleId}: ${firstLine(module.errors())}`);
}

function firstLine(errors: readonly { message: string }[]): string {
  return errors[0]?.message.split("\n")[0] ?? "without a word";
}

function refuseUnexplained(skipped: readonly TestCase[]): void {
  for (const test of skipped) {
    if (interpreterOf(test) !== undefined) continue;
    console.log(
      `Failed: ${test.module.relativeModuleId}: ${test.fullName}: skipped, and in CI only the two interpreters may be missing`,
    );
    process.exitCode = 1;
  }
}

function interpreterOf({ fullName }: TestCase): Interpreter | undefined {
  return INTERPRETERS.find(({ named }) => named.test(fullName));
}

function reason(test: TestCase): string {
  const result = test.result();
  if (result.state === "skipped" && result.note !== undefined) return result.note;
  return `it needs ${interpreterOf(test)?.where ?? "what its file says at the top"}`;
}
