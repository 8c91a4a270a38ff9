// A reporter that ends a run with plain lines: each failed test and its first error, each that passed only when it was run
// again, each skipped one and what it needs, then "N passed, N failed, N skipped, N flaky".
// With CI=true a skip is a failure, unless all that the test lacks is what no package brings.
import type { Reporter, SerializedError, TestCase, TestModule, Vitest } from "vitest/node";
import { NEEDS } from "./needs.ts";

export default class ClosingLines implements Reporter {
  private vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const inState = (state: string) => tests.filter((test) => test.result().state === state);
    const skipped = inState("skipped");
    // A test that is marked to fail is run again when it does.
    const flaky = inState("passed").filter((test) => test.diagnostic()?.flaky && !test.options.fails);
    // Whoever runs some tests by their names wants no list of the others.
    const unasked = this.vitest?.config.testNamePattern !== undefined;
    if (skipped.length > 0 && !unasked) console.log("Not run:");
    for (const test of unasked ? [] : skipped) console.log(`- ${placeOf(test)}; ${reason(test)}.`);
    for (const test of flaky)
      console.log(`Flaky: ${placeOf(test)}: ${firstLine(test.result().errors ?? [])}`);
    nameFailed(modules, inState("failed"));
    // What nobody waited for fails the run, and no test.
    for (const error of unhandled) console.log(`Failed: outside of any test: ${firstLine([error])}`);
    if (process.env.CI === "true") refuseUnexplained(skipped);
    // A file that could not be loaded has no tests to count, and has failed all the same.
    const broken = modules.filter((module) => module.errors().length > 0).length + unhandled.length;
    console.log(
      `${inState("passed").length} passed, ${inState("failed").length + broken} failed, ${skipped.length} skipped, ${flaky.length} flaky`,
    );
  }
}

function placeOf(test: TestCase): string {
  return `${test.module.relativeModuleId}: ${test.fullName}`;
}

function nameFailed(modules: readonly TestModule[], failed: readonly TestCase[]): void {
  for (const test of failed)
    console.log(`Failed: ${placeOf(test)}: ${firstLine(test.result().errors ?? [])}`);
  for (const module of modules)
    if (module.errors().length > 0)
      console.log(`Failed: ${module.relativeModuleId}: ${firstLine(module.errors())}`);
}

function firstLine(errors: readonly { message: string }[]): string {
  return errors[0]?.message.split("\n")[0] ?? "without a word";
}

function refuseUnexplained(skipped: readonly TestCase[]): void {
  for (const test of skipped) {
    const lacks = missing(test);
    if (lacks.length > 0 && lacks.every(({ inCi }) => inCi === "optional")) continue;
    console.log(`Failed: ${placeOf(test)}: skipped, and in CI ${reason(test)}`);
    process.exitCode = 1;
  }
}

/** What it declared as its needs and is not here. */
function missing(test: TestCase) {
  const { lacks = [] } = test.meta();
  return NEEDS.filter(({ name }) => lacks.includes(name));
}

function reason(test: TestCase): string {
  const lacks = missing(test).map(({ name, get }) => `${name} (${get})`);
  if (lacks.length > 0) return `it needs ${lacks.join(" and ")}`;
  const result = test.result();
  return (result.state === "skipped" && result.note) || "it does not say what it needs";
}
