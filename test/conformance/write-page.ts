// A reporter: writes the pages of statements of the tests that passed (npm run record).
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Reporter, TestModule, Vitest } from "vitest/node";
import { conformanceFaults, conformancePage } from "./page.ts";
import { passedTests } from "./passed-tests.ts";
import { STANDARDS } from "./standards.ts";

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
        ? ["No page of statements is written: all tests of the client must run and pass first."]
        : STANDARDS.flatMap((standard) => conformanceFaults(standard, tests));
    for (const fault of faults) console.error(fault);
    if (tests === undefined || faults.length > 0) {
      process.exitCode = 1;
      return;
    }
    for (const standard of STANDARDS) {
      writeFileSync(join(this.#vitest.config.root, standard.page), conformancePage(standard, tests));
      console.log(`${standard.page} is written.`);
    }
  }
}
