// A folder as a user of the package has it: this package installed, and nothing else.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PACKAGE = fileURLToPath(new URL("../../", import.meta.url));

export interface OwnProject {
  folder: string;
  remove: () => void;
}

/** An empty folder; `installed`: ringmote is found from there by its name. */
export function createOwnProject(installed = true): OwnProject {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-project-"));
  if (installed) {
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(PACKAGE, join(folder, "node_modules", "ringmote"));
  }
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}
