// `npm run bench` as its users run it, on a computer without any of the engines that a package does not bring.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";

const MAIN = join(packageFolder, "tools", "laboratory", "bench", "main.ts");
const PATIENT_MS = 300_000;

function bench(...options: string[]) {
  const { ESPRUINO_BIN: _, LUAC_CROSS: __, ...rest } = process.env;
  return spawnSync(process.execPath, ["--import", "tsx", MAIN, ...options], {
    cwd: packageFolder,
    encoding: "utf8",
    env: { ...rest, PATH: "" },
  });
}

test(
  "rows whose engine is absent are skipped in plain words",
  () => {
    const { status, stdout } = bench("--only", "espruino");
    expect(status).toBe(0);
    expect(stdout).toContain("skipped: no Espruino interpreter is here");
    expect(stdout).toContain("No row here has a target.");
  },
  PATIENT_MS,
);

test("a word that chooses nothing is refused with the headings", () => {
  const { status, stderr } = bench("--only", "speed");
  expect(status).toBe(2);
  expect(stderr).toContain('No part of the bench has "speed" in its heading:\n  The MQTT client alone');
});

test("an unknown option is refused", () => {
  const { status, stderr } = bench("--fast");
  expect(status).toBe(2);
  expect(stderr).toContain("--fast");
});
