// A reporter: a whole run of the client's tests fails when docs/conformance.md is not what it makes. A part of them says nothing.
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
    const faults = conformanceFaults(tests);
    if (readFileSync(join(this.#vitest.config.root, PAGE), "utf8") !== conformancePage(tests))
      faults.push(
        `${PAGE} is not what this run makes: run \`npm run conformance\`, and look at what changes.`,
      );
    for (const fault of faults) console.error(fault);
    if (faults.length > 0) process.exitCode = 1;
  }
}
