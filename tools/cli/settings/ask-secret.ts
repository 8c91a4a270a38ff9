// A secret that is typed and not shown, or comes through a pipe: no screen, no shell's history and no list of
// processes has it.
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { RunError } from "../words/failure.ts";
import { isPiped, pipedLine } from "./piped-line.ts";

/**
 * Asks on a terminal, or takes the next line of a pipe; `undefined` where there is neither, or for an empty
 * line. Rejects with a RunError when the terminal's input ends there (Ctrl-D): whoever does not answer wants
 * nothing done.
 */
export async function askSecret(question: string): Promise<string | undefined> {
  const { stdin, stderr } = process;
  if (isPiped()) return (await pipedLine()) || undefined;
  if (stdin.isTTY !== true || stderr.isTTY !== true) return undefined;
  const silent = new Writable({ write: (_bytes, _encoding, done) => done() });
  const asking = createInterface({ input: stdin, output: silent, terminal: true });
  // The terminal shows nothing from here on, so that an answer to the question cannot be seen.
  stderr.write(`${question} (not shown): `);
  return new Promise((resolve, reject) => {
    asking.once("SIGINT", () => {
      asking.close();
      process.kill(process.pid, "SIGINT");
    });
    asking.once("close", () => {
      stderr.write("\n");
      reject(new RunError("No password was given, and nothing was done; press Enter where there is none."));
    });
    asking.once("line", (line) => {
      resolve(line === "" ? undefined : line);
      asking.close();
    });
  });
}
