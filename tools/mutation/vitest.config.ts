// The tests that a mutant has to get past: those of the ring and of the client, without their repetition.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/mqtt/**/*.test.ts", "test/ring/**/*.test.ts"],
    testTimeout: 30_000,
  },
});
