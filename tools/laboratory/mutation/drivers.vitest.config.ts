// The tests that a changed driver, or a changed file of src/device, has to get past, without those that
// compile the sources: Stryker's marks in them are no device's language.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/drivers/**/*.test.ts", "test/device/**/*.test.ts"],
    exclude: ["engines", "every-driver", "in-a-device"].map((name) => `test/drivers/${name}.test.ts`),
    // What no change touches stays loaded: it takes longer than the tests.
    isolate: false,
    testTimeout: 30_000,
  },
});
