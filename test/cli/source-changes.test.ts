import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
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
])("a change of %s restarts the run: %s", async (name, counts) => {
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

test("a replaced file counts as an edit, also in new folders", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-watch-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  let times = 0;
  const changes = whenChanged(folder, async () => {
    times += 1;
  });
  onTestFinished(() => changes.end());
  const isSeen = async (act: () => void) => {
    const before = times;
    act();
    await expect.poll(() => times, { timeout: 5000 }).toBeGreaterThan(before);
    // Until a burst of events is over, another change would be one with it.
    await new Promise((resolve) => setTimeout(resolve, 200));
  };
  const replace = (name: string, text: string) => {
    writeFileSync(join(folder, ".new"), text);
    renameSync(join(folder, ".new"), join(folder, name));
  };
  await isSeen(() => replace("device.ts", "one"));
  await isSeen(() => replace("device.ts", "two"));
  await isSeen(() => replace("device.ts", "three"));
  await isSeen(() => mkdirSync(join(folder, "parts")));
  await isSeen(() => replace("parts/air.ts", "one"));
  await isSeen(() => replace("parts/air.ts", "two"));
  rmSync(join(folder, "parts"), { recursive: true });
  await new Promise((resolve) => setTimeout(resolve, 200));
  await isSeen(() => mkdirSync(join(folder, "parts")));
  await isSeen(() => replace("parts/air.ts", "three"));
});
