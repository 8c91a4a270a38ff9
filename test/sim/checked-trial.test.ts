// A trial of an author's device: what overflows 32 bits on a board ends the trial, at the author's line.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-checked-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const FILES = {
  "package.json": '{ "type": "module" }',
  "micro.ts": `export function rounded(hundredths: number): number {
  const micro = hundredths * 1000000;
  return Math.floor(micro / 1000000);
}
`,
  "device.ts": `import { derive, device, seconds, sensor } from "ringmote";
import { sht3x } from "ringmote/drivers/sht3x.ts";
import { rounded } from "./micro.ts";
const rounds = derive([sht3x("air").temperature], rounded);
export default device({ name: "room", sensors: [sensor("rounded", rounds, { every: seconds(10) })] });
`,
  "device.test.ts": `import assert from "node:assert/strict";
import { test } from "node:test";
import { startTrial } from "ringmote/trial.ts";
import device from "./device.ts";

const start = (celsius: number) =>
  startTrial(device, { around: { air: { air: () => ({ celsius, humidity: 50 }) } } });

test("a product that fits is published", async () => {
  const trial = await start(20);
  await trial.heard("rounded", "20");
});

test("a product that does not fit names its line", async () => {
  const trial = await start(30);
  await assert.rejects(trial.heard("rounded"), /^RangeError: micro\\.ts:2: 3000000000 is outside the whole numbers of 32 bits/);
});
`,
};
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(FOLDER, name), text);
mkdirSync(join(FOLDER, "node_modules"));
symlinkSync(packageFolder, join(FOLDER, "node_modules/ringmote"));

/** What Node's runner says of a test of the folder. */
function runTest(file: string): string {
  // The runner of this test is another one, which says so to what it starts.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { stdout } = spawnSync(process.execPath, ["--import", import.meta.resolve("tsx"), "--test", file], {
    cwd: FOLDER,
    encoding: "utf8",
    env,
    timeout: 60_000,
  });
  return stdout;
}

test("a trial of an author's device refuses an overflow at its line", () => {
  expect(runTest("device.test.ts")).toMatch(/pass 2\b/);
}, 60_000);
