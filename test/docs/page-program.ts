// A program that a page shows, run as its reader would run it, at a broker of this computer.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";

/** What the names of packages mean in a checkout. */
const MEANT: Readonly<Record<string, string>> = {
  "ringmote/log": join(packageFolder, "src", "client", "log", "log.ts"),
  "ringmote/tokens": join(packageFolder, "src", "client", "tokens", "tokens.ts"),
  "ringmote/node": join(packageFolder, "src", "platform", "node", "computer.ts"),
  mqtt: createRequire(import.meta.url).resolve("mqtt"),
};

export interface Program {
  /** The exit code. */
  ended: Promise<unknown>;
  /** On both of its outputs. */
  printed: () => string;
}

/** Names of the programs of a page of docs. */
export function programsOf(page: string): string[] {
  return [...textOf(page).matchAll(/^<!-- program: (.+) -->$/gm)].map(([, name]) => name as string);
}

/** Starts a program of a page of docs at the broker with this port; it is killed when the test ends. */
export function startProgram(page: string, name: string, port: number): Program {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-programs-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [, rest = ""] = textOf(page).split(`<!-- program: ${name} -->\n\`\`\`js\n`);
  const text = rest
    .slice(0, rest.indexOf("```"))
    .replaceAll("1883", `${port}`)
    .replace(/ from "([^"]+)"/g, (_, module: string) => ` from "${pathToFileURL(MEANT[module] as string)}"`);
  writeFileSync(join(folder, "program.mjs"), text);
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  const program = spawn(process.execPath, ["--import", tsx, "program.mjs"], { cwd: folder });
  onTestFinished(() => void program.kill("SIGKILL"));
  let printed = "";
  for (const stream of [program.stdout, program.stderr]) stream.on("data", (part) => (printed += part));
  const ended = new Promise((resolve) => program.once("exit", resolve));
  return { ended, printed: () => printed };
}

function textOf(page: string): string {
  return readFileSync(join(packageFolder, "docs", page), "utf8");
}
