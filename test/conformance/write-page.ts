// A reporter: writes docs/conformance.md of the tests that passed (npm run record).
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Reporter, TestModule, Vitest } from "vitest/node";
import { PAGE } from "./check-page.ts";
import { conformanceFaults, conformancePage } from "./page.ts";
import { passedTests } from "./passed-tests.ts";

export default class WritePage implements Reporter {
  #vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    if (this.#vitest === undefined) return;
    const tests = passedTests(this.#vitest, modules);
    const faults =
      tests === undefined
        ? [`${PAGE} is not written: all tests of the client must run and pass first.`]
        : conformanceFaults(tests);
    for (const fault of faults) console.error(fault);
    if (tests === undefined || faults.length > 0) {
      process.exitCode = 1;
      return;
    }
    writeFileSync(join(this.#vitest.config.root, PAGE), conformancePage(tests));
    console.log(`${PAGE} is written.`);
  }
}
