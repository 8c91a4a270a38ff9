import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { whenChanged } from "../../tools/cli/source-changes.ts";

test.each([
  ["device.ts", true],
  ["distance.ts", true],
  ["dist/image.json", false],
  ["node_modules/any.js", false],
  [".device.ts.swp", false],
  ["device.ts~", false],
])("a change of %s counts as one of the source: %s", async (name, counts) => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-watch-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const inner of ["dist", "node_modules"]) mkdirSync(join(folder, inner));
  let times = 0;
  const changes = whenChanged(folder, async () => {
    times += 1;
  });
  onTestFinished(() => changes.end());
  writeFileSync(join(folder, name), "one");
  if (counts) return expect.poll(() => times, { timeout: 5000 }).toBeGreaterThan(0);
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(times).toBe(0);
});
