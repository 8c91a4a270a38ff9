// Makes the packages once for all tests that install them, which find them in the folder that is provided,
// and beside them the TypeScript that npm gives who asks for none by number: the packages bring 6, which has
// a compiler for JavaScript to call.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
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

/** Runs npm in the checkout; rejects with what `failed` says and what npm said. */
async function npm(args: readonly string[], failed: string): Promise<void> {
  const child = spawn("npm", args, { cwd: CHECKOUT, stdio: ["ignore", "ignore", "pipe"] });
  const [errors, [status]] = await Promise.all([text(child.stderr), once(child, "close")]);
  if (status !== 0) throw new Error(`${failed}: ${errors}`);
}

export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-packages-"));
  const packed = join(folder, "packed");
  // One of them computes, and the other one waits for the registry.
  await Promise.all([
    npm(["run", "--silent", "packages", "--", "--out", packed], "The packages could not be made"),
    npm(
      ["install", "--prefer-offline", "--prefix", folder, "typescript@7"],
      "TypeScript 7 could not be installed",
    ),
  ]);
  const files = readdirSync(packed).map((file) => [
    file.replace(/-\d+\.\d+\.\d+.*$/, ""),
    join(packed, file),
  ]);
  project.provide("packages", Object.fromEntries(files));
  project.provide("tsc7", join(folder, "node_modules", ".bin", "tsc"));
  return () => rmSync(folder, { recursive: true });
}
