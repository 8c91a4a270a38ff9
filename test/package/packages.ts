// Makes the packages once for all tests that install them, which find them in the folder that is provided, and beside them the
// TypeScript that npm gives who asks for none by number: the packages bring 6, which has a compiler for JavaScript to call.
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
    /** The program tsc of TypeScript 7. */
    tsc7: string;
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
  const installed = spawnSync("npm", ["install", "--prefer-offline", "--prefix", folder, "typescript@7"], {
    encoding: "utf8",
  });
  if (installed.status !== 0) throw new Error(`TypeScript 7 could not be installed: ${installed.stderr}`);
  project.provide("tsc7", join(folder, "node_modules", ".bin", "tsc"));
  return () => rmSync(folder, { recursive: true });
}
