// A question on a terminal that somebody says yes to, or not.
import { createInterface } from "node:readline";
import { printable } from "../../src/client/faults/foreign-text.ts";

/** Is there somebody who reads a question and can answer it? */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** Asks; anything but "y" or "yes" is a no, and so is the end of the input. */
export function askYes(question: string): Promise<boolean> {
  const { stdin, stderr } = process;
  const asking = createInterface({ input: stdin, output: stderr, terminal: true });
  return new Promise((resolve) => {
    asking.once("SIGINT", () => {
      asking.close();
      process.kill(process.pid, "SIGINT");
    });
    asking.once("close", () => resolve(false));
    asking.question(`${printable(question)} [y/N] `, (answer) => {
      resolve(/^y(es)?$/i.test(answer.trim()));
      asking.close();
    });
  });
}
