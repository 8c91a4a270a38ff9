// A copy of the checkout in which a page of docs/contributing is followed.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { packageFolder } from "../../tools/files/package-folder.ts";
import type { Step } from "./page.ts";

export interface Checkout {
  folder: string;
  /** Does what a step says. Throws where it cannot be done, or a command fails: what it printed. */
  follow: (step: Step) => void;
  remove: () => void;
}

/** All that git would commit, with what npm has installed here. */
export function copyCheckout(): Checkout {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-contributing-"));
  const options = { cwd: packageFolder, encoding: "utf8", maxBuffer: 1e8 } as const;
  const listed = execFileSync(
    "git",
    ["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
    options,
  );
  for (const file of listed.split("\0").filter((path) => path !== ""))
    cpSync(join(packageFolder, file), join(folder, file));
  symlinkSync(join(packageFolder, "node_modules"), join(folder, "node_modules"));
  // What looks for a file that git knows finds them.
  execFileSync("git", ["init", "--quiet"], { cwd: folder });
  return {
    folder,
    follow(step) {
      if (step.kind === "create") create(join(folder, step.path), step.text);
      else if (step.kind === "run") run(step.command, folder);
      else change(join(folder, step.path), step);
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

function create(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { flag: "wx" });
}

/** Behind the only line that has these words, or in its place. */
function change(path: string, { kind, line, text }: Exclude<Step, { kind: "create" | "run" }>): void {
  const lines = readFileSync(path, "utf8").split("\n");
  const places = lines.flatMap((text, index) => (text.includes(line) ? [index] : []));
  const [place] = places;
  if (place === undefined || places.length > 1)
    throw new Error(`${path} has ${places.length} lines with ${line}, and not one.`);
  const added = text.trimEnd().split("\n");
  if (kind === "insert") lines.splice(place + 1, 0, ...added);
  else lines.splice(place, 1, ...added);
  writeFileSync(path, lines.join("\n"));
}

function run(command: string, folder: string): void {
  const { status, stdout, stderr } = spawnSync(command, { cwd: folder, shell: true, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} has failed:\n${stdout}\n${stderr}`);
}
