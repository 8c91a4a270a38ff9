// The tests that a mutant has to get past: those of the ring, the client and its list of brokers, and those
// of programs' clients, which show most of MQTT 5.0; without the ones that go through thousands of cases
// each: a mutant that only these would notice counts as survived, and the run takes an hour less.
import { defineConfig } from "vitest/config";

const LONG = ["outbox-stops", "held-up"];
/** These compile the sources, and Stryker's marks in them are no device's language. */
const COMPILING = ["packet-soundness-engines"];

export default defineConfig({
  test: {
    include: [
      "test/mqtt/**/*.test.ts",
      "test/ring/**/*.test.ts",
      "test/runtime/failover.test.ts",
      "test/platform/behaviours/**/*.test.ts",
      "test/client/**/*.test.ts",
    ],
    exclude: [...LONG, ...COMPILING].map((name) => `test/**/${name}.test.ts`),
    testTimeout: 30_000,
  },
});
