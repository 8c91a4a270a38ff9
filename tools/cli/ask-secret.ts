// A secret that is typed and not shown: neither on the screen, nor in the shell's history or a list of processes.
import { createInterface } from "node:readline";
import { Writable } from "node:stream";

/** Asks on a terminal; `undefined` where there is none, or for an empty line. */
export function askSecret(question: string): Promise<string | undefined> {
  const { stdin, stderr } = process;
  if (stdin.isTTY !== true || stderr.isTTY !== true) return Promise.resolve(undefined);
  stderr.write(`${question} (not shown): `);
  const silent = new Writable({ write: (_bytes, _encoding, done) => done() });
  const asking = createInterface({ input: stdin, output: silent, terminal: true });
  return new Promise((resolve) => {
    asking.once("SIGINT", () => {
      asking.close();
      process.kill(process.pid, "SIGINT");
    });
    asking.once("close", () => {
      stderr.write("\n");
      resolve(undefined);
    });
    asking.once("line", (line) => {
      resolve(line === "" ? undefined : line);
      asking.close();
    });
  });
}
