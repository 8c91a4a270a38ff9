// Two sets of tests: "everyday" (npm test) needs nothing but npm; "heavy" (npm run test:heavy) takes minutes, and real
// brokers and interpreters where they are installed.
import { defineConfig } from "vitest/config";

const HEAVY = ["engines", "faults", "brokers"].map((folder) => `test/${folder}/**/*.test.ts`);

export default defineConfig({
  test: {
    // The second one names each skipped test and why, and ends with a line that a script can read.
    reporters: ["default", "./test/closing-lines.ts"],
    // Far above what any test needs: it catches what hangs, and does not measure.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    projects: [
      { extends: true, test: { name: "everyday", include: ["test/**/*.test.ts"], exclude: HEAVY } },
      { extends: true, test: { name: "heavy", include: HEAVY, testTimeout: 300_000, hookTimeout: 120_000 } },
    ],
  },
});
