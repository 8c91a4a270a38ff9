// A reporter: a whole run of the client's tests fails when a statement of the standard has neither a test nor a reason, and says
// when docs/conformance.md is out of date. A part of them says nothing.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Reporter, TestModule, Vitest } from "vitest/node";
import { conformanceFaults, conformancePage } from "./page.ts";
import { passedTests } from "./passed-tests.ts";

export const PAGE = "docs/conformance.md";

export default class CheckPage implements Reporter {
  #vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = this.#vitest && passedTests(this.#vitest, modules);
    if (this.#vitest === undefined || tests === undefined) return;
    if (readFileSync(join(this.#vitest.config.root, PAGE), "utf8") !== conformancePage(tests))
      console.log(`Stale: ${PAGE} (npm run record)`);
    const faults = conformanceFaults(tests);
    for (const fault of faults) console.log(`Failed: ${fault}`);
    if (faults.length > 0) process.exitCode = 1;
  }
}
