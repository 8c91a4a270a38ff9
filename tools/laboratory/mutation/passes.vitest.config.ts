// The tests that a changed pass of the compiler has to get past: those of the passes alone.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/compiler/passes/**/*.test.ts"],
    // What no change touches stays loaded: it takes longer than the tests.
    isolate: false,
    testTimeout: 60_000,
  },
});
