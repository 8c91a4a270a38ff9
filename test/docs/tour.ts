// The tour, walked as its reader does: its blocks are put into files and run, in order, and what it shows is compared.
//
// The comment in front of a block says what is done with it:
//   install                 run, with `npm install ringmote` as the test wants it
//   run                     a command that ends, and ends well
//   leave running           a command that runs until the tour is over
//   needs ...               not run here
//   put into <file>         a file of the project, whole
//   refused with "a" in place of "b" in <file>: <command>
//                           what the command then says, while it fails
//   prints                  lines of the command above, in this order; others may stand between them
//   shows: <command>        the same, of a command that was left running
//   shows after Ctrl-C in <command>: <command>
// In shown lines "…" stands for anything, and a whole number of three digits or more for any that is near to it.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Program, start } from "../package/program.ts";

export const TOUR = join(import.meta.dirname, "..", "..", "docs", "tour.md");

export interface Block {
  /** What its comment says; "" without one. */
  said: string;
  language: string;
  text: string;
}

const BLOCK = /(?:<!-- ([^\n]*) -->\n)?^( *)```(\w*)\n(.*?)^\2```$/gms;
/** How far a figure may be from the one that is shown: the core grows and shrinks between two readings of the tour. */
const NEAR = 1 / 3;
const FIGURE = /(?<![\w.:])\d{3,}(?![\w.:])/g;
const REFUSED = /^refused with (".+") in place of (".+") in (\S+): (.+)$/;
/** A program that has not printed what is shown by then will not: what it printed is told instead. */
const PATIENCE_MS = 60_000;

interface Running {
  command: string;
  program: Program;
  /** The lines that it has been seen to print. */
  shown: string[];
}

/** The blocks of a page, without the indentation of a list. */
function blocksOf(page: string): Block[] {
  return [...page.matchAll(BLOCK)].map(([, said = "", indent, language, text]) => ({
    said,
    language: language as string,
    text: (text as string).replaceAll(new RegExp(`^${indent}`, "gm"), ""),
  }));
}

/** Walks the tour in an empty folder, where `install` (shell) stands for `npm install ringmote`. */
export async function walk(blocks: readonly Block[], install: string): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), "ringmote-tour-"));
  const port = await freePort();
  const running: Running[] = [];
  let folder = home;
  /** The command that the next "prints" is about. */
  let last: Running | undefined;

  function shell(text: string): Running {
    const script = onPort(text, port).replace(/^npm install ringmote$/m, install);
    last = { command: text, program: start("bash", ["-ec", script], folder), shown: [] };
    return last;
  }

  function of(command: string): Running {
    const started = running.find((entry) => entry.command.startsWith(command));
    if (started === undefined) throw new Error(`"${command}" is not running.`);
    return started;
  }

  async function refused(
    file: string,
    [by, what]: [string, string],
    command: string,
    text: string,
  ): Promise<void> {
    const path = join(folder, file);
    const right = readFileSync(path, "utf8");
    if (!right.includes(what)) throw new Error(`There is no ${what} in ${file}.`);
    writeFileSync(path, right.replace(what, by));
    const started = shell(command);
    if ((await started.program.ended) === 0)
      throw new Error(`It is not refused:\n${started.program.written()}`);
    await shows(started, text);
    writeFileSync(path, right);
  }

  async function take({ said, text }: Block): Promise<void> {
    const [, by, what, wrong, command] = REFUSED.exec(said) ?? [];
    const [, file] = /^put into (\S+)$/.exec(said) ?? [];
    const [, interrupted, shower] = /^shows(?: after Ctrl-C in (.+?))?: (.+)$/.exec(said) ?? [];
    if (said === "install" || said === "run") {
      const { program } = shell(text);
      const code = await program.ended;
      if (code !== 0) throw new Error(`It ended with ${code}:\n${program.written()}`);
      folder = join(folder, /^cd (\S+)$/m.exec(text)?.[1] ?? ".");
    } else if (said === "leave running") running.push(shell(text));
    else if (command !== undefined) await refused(wrong, [by, what], command, text);
    else if (said === "prints" && last !== undefined) await shows(last, onPort(text, port));
    else if (file !== undefined) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    } else if (shower !== undefined) {
      if (interrupted !== undefined) of(interrupted).program.signal("SIGINT");
      await shows(of(shower), onPort(text, port));
    } else if (!said.startsWith("needs ")) throw new Error(`Nobody knows what "${said}" is.`);
  }

  try {
    for (const block of blocks) {
      await take(block).catch((error: Error) => {
        throw new Error(`The tour goes wrong at\n${block.text}\n${error.message}`);
      });
    }
  } finally {
    for (const { program } of running) program.signal("SIGINT");
    await Promise.all(running.map(({ program }) => program.ended));
    rmSync(home, { recursive: true });
  }
}

/** Waits until the program has printed these lines behind those that it has shown before. */
async function shows(started: Running, text: string): Promise<void> {
  started.shown.push(...text.trimEnd().split("\n"));
  let figures = 0;
  const lines = started.shown.map((line) => {
    const pattern = line.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("…", ".*");
    return `^${pattern.replace(FIGURE, (shown) => `(?<n${figures++}_${shown}>\\d+)`)}$`;
  });
  const { groups = {} } = await wrote(started.program, new RegExp(lines.join("[^]*?"), "m"));
  for (const [name, printed] of Object.entries(groups)) {
    const shown = Number(name.split("_")[1]);
    if (Math.abs(Number(printed) - shown) > NEAR * shown)
      throw new Error(`It prints ${printed} where the tour shows ${shown}.`);
  }
}

async function wrote(program: Program, lines: RegExp): Promise<RegExpExecArray> {
  let patience: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    patience = setTimeout(() => reject(new Error(`It prints\n${program.written()}`)), PATIENCE_MS);
  });
  try {
    return await Promise.race([program.wrote(lines), tooLate]);
  } finally {
    clearTimeout(patience);
  }
}

/** The same line with a port of our own: 1883 may be somebody else's. */
function onPort(text: string, port: number): string {
  return text
    .replaceAll("1883", String(port))
    .replace(/\bmqtt:\/\/localhost\b/g, `mqtt://localhost:${port}`)
    .replace(/\bringmote sim\b/g, `ringmote sim --port ${port}`)
    .replace(/\bnpx -y mqtt \w+/g, `$& -p ${port}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

export function readTour(): Block[] {
  return blocksOf(readFileSync(TOUR, "utf8"));
}
