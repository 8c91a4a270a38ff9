// The tests of the project at full size: each run of .ci/run tries a part of the long ones
// (test/everything.ts).
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageFolder } from "../../files/package-folder.ts";
import type { Proof } from "./proof.ts";

const VITEST = join(packageFolder, "node_modules", "vitest", "vitest.mjs");

export const allTests: Proof = {
  name: "tests",
  isOnce: true,
  async portion() {
    const folder = mkdtempSync(join(tmpdir(), "ringmote-tests-"));
    try {
      const report = join(folder, "report.json");
      const code = await run(report);
      const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, "utf8"));
      if (code !== 0) throw new Error(`${numFailedTests} tests failed, of those at full size.`);
      return { "tests at full size": numPassedTests };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

/** Its words go where those of the soak go; the figures alone are standard output. */
function run(report: string): Promise<number | null> {
  const reporters = ["default", "./test/closing-lines.ts", "json"].flatMap((reporter) => [
    "--reporter",
    reporter,
  ]);
  const child = spawn(process.execPath, [VITEST, "run", ...reporters, `--outputFile.json=${report}`], {
    cwd: packageFolder,
    env: { ...process.env, RINGMOTE_EVERYTHING: "1" },
    stdio: ["ignore", process.stderr, "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
}
