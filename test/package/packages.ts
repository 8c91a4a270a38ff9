// Makes the packages once for all tests that install them, which find them in the folder that is provided.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

const CHECKOUT = fileURLToPath(new URL("../../", import.meta.url));

declare module "vitest" {
  interface ProvidedContext {
    /** The packed files, by the names of the packages. */
    packages: Record<string, string>;
  }
}

export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-packages-"));
  const given = ["run", "--silent", "packages", "--", "--out", folder];
  const { status, stderr } = spawnSync("npm", given, { cwd: CHECKOUT, encoding: "utf8" });
  if (status !== 0) throw new Error(`The packages could not be made: ${stderr}`);
  const files = readdirSync(folder).map((file) => [
    file.replace(/-\d+\.\d+\.\d+.*$/, ""),
    join(folder, file),
  ]);
  project.provide("packages", Object.fromEntries(files));
  return () => rmSync(folder, { recursive: true });
}
