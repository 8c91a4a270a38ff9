// A reporter: a whole run of the client's tests fails when a statement of the standard has neither a test nor
// a reason, and says when a page of statements is out of date. A part of them says nothing.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Reporter, TestModule, Vitest } from "vitest/node";
import { conformanceFaults, conformancePage } from "./page.ts";
import { passedTests } from "./passed-tests.ts";
import { STANDARDS } from "./standards.ts";

export default class CheckPage implements Reporter {
  #vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = this.#vitest && passedTests(this.#vitest, modules);
    if (this.#vitest === undefined || tests === undefined) return;
    for (const standard of STANDARDS) {
      if (
        readFileSync(join(this.#vitest.config.root, standard.page), "utf8") !==
        conformancePage(standard, tests)
      )
        console.log(`Stale: ${standard.page} (npm run record)`);
    }
    const faults = STANDARDS.flatMap((standard) => conformanceFaults(standard, tests));
    for (const fault of faults) console.log(`Failed: ${fault}`);
    if (faults.length > 0) process.exitCode = 1;
  }
}
