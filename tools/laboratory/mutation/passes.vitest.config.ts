// The tests that a changed pass has to get past: its own, named by main-passes.ts.
import { defineConfig } from "vitest/config";
import { MUTATION_TESTS } from "./mutation-tests.ts";

export default defineConfig({
  test: {
    include: (process.env[MUTATION_TESTS] ?? "").split(":"),
    exclude: [],
    // What no change touches stays loaded: it takes longer than the tests.
    isolate: false,
    testTimeout: 60_000,
  },
});
