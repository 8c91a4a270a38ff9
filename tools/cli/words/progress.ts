// Progress of a task: one line that changes on a terminal, and nothing where a file or a program reads.

import { printable } from "../../../src/client/faults/foreign-text.ts";

export interface Progress {
  (done: number, all: number): void;
  /** Clears the line. */
  end: () => void;
}

const WIDTH = 30;

/** A bar behind `what`, on standard error. */
export function createProgress(what: string, output: NodeJS.WriteStream = process.stderr): Progress {
  const isShown = output.isTTY === true && process.env.TERM !== "dumb";
  let last = "";
  const show = (done: number, all: number) => {
    if (!isShown || all === 0) return;
    const part = Math.max(0, Math.min(1, done / all));
    const bar = "#".repeat(Math.round(part * WIDTH)).padEnd(WIDTH, ".");
    const line = `${printable(what)} [${bar}] ${String(Math.floor(part * 100)).padStart(3)} %`;
    if (line === last) return;
    last = line;
    output.write(`\r\x1b[K${line}`);
  };
  const end = () => {
    if (last !== "") output.write("\r\x1b[K");
    last = "";
  };
  return Object.assign(show, { end });
}
