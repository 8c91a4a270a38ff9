// A trial that a page shows, run as its reader runs it beside its device.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";

/**
 * What Node's runner of tests says of `trial` beside `device`, both as texts of TypeScript. Throws where a
 * test fails.
 */
export function runPageTrial(device: string, trial: string): string {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-page-trial-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "device.ts"), device);
  writeFileSync(join(folder, "device.test.ts"), trial);
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(packageFolder, join(folder, "node_modules/ringmote"));
  // The runner of this test is another one, which says so to what it starts.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return execFileSync(
    process.execPath,
    ["--import", import.meta.resolve("tsx"), "--test", "device.test.ts"],
    { cwd: folder, encoding: "utf8", env, timeout: 60_000 },
  );
}
