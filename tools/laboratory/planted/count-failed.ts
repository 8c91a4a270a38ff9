// A reporter: says on the last line, as JSON, how many tests have failed with each planted bug, and how many have passed.
import type { Reporter, TestModule } from "vitest/node";

export type Counted = Readonly<Record<string, { failed: number; passed: number }>>;

export default class CountFailed implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const counted = modules.map((module) => {
      const states = [...module.children.allTests()].map((one) => one.result().state);
      const count = (state: string) => states.filter((one) => one === state).length;
      return [module.project.name, { failed: count("failed"), passed: count("passed") }] as const;
    });
    console.log(JSON.stringify(Object.fromEntries(counted)));
  }
}
