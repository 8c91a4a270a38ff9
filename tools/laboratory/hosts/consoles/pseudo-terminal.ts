// A console at a pseudo-terminal, so that a program opens it as it opens a board's port. `socat` makes the
// terminal; it has neither DTR and RTS nor an entry in udev.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConsoleModel } from "./model-port.ts";

export interface PseudoTerminal {
  /** What to open: a path like /tmp/ringmote-port-x1Y2z3/port. */
  path: string;
  /** Takes the terminal away, as a pulled plug does. Twice is once. */
  close: () => void;
}

/** Until the terminal is there. */
const MADE_MS = 5000;
const LOOK_MS = 10;
/** How often a paced line hands on what fits into that time. */
const PACE_MS = 5;

/** Is there a `socat` on the PATH? */
export function hasSocat(): boolean {
  return spawnSync("socat", ["-V"], { stdio: "ignore" }).status === 0;
}

/**
 * Joins a console to a new pseudo-terminal. With `bytesPerSecond` both directions take the time of a line:
 * 11,520 for 115200 baud. Rejects when socat does not make the terminal.
 */
export async function openPseudoTerminal(
  model: ConsoleModel,
  { bytesPerSecond }: { bytesPerSecond?: number } = {},
): Promise<PseudoTerminal> {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-port-"));
  const path = join(folder, "port");
  const child = spawn("socat", [`PTY,link=${path},raw,echo=0`, "STDIO"], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  let isClosed = false;
  const close = (): void => {
    isClosed = true;
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  let hasFailed = false;
  child.once("error", () => {
    hasFailed = true;
  });
  child.stdin.on("error", () => undefined);
  const toBoard = paced(bytesPerSecond, model.type.bind(model));
  const fromBoard = paced(bytesPerSecond, (bytes) => {
    if (!isClosed && child.exitCode === null) child.stdin.write(bytes, "latin1");
  });
  child.stdout.on("data", (bytes: Buffer) => toBoard(bytes.toString("latin1")));
  model.onOutput(fromBoard);
  for (let waited = 0; !existsSync(path); waited += LOOK_MS) {
    if (hasFailed || child.exitCode !== null || waited > MADE_MS) {
      close();
      throw new Error(
        "socat does not make a pseudo-terminal here; install it, or look at the limit of terminals.",
      );
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return { path, close };
}

/** Hands bytes on at a line's pace; at once when there is none. */
function paced(bytesPerSecond: number | undefined, take: (bytes: string) => void): (bytes: string) => void {
  if (bytesPerSecond === undefined) return take;
  const perMs = bytesPerSecond / 1000;
  let waiting = "";
  let lastAt = 0;
  let isWaiting = false;
  const step = (): void => {
    const now = performance.now();
    const fit = Math.max(1, Math.floor((now - lastAt) * perMs));
    const bytes = waiting.slice(0, fit);
    waiting = waiting.slice(fit);
    lastAt = now;
    take(bytes);
    isWaiting = waiting !== "";
    if (isWaiting) setTimeout(step, PACE_MS);
  };
  return (bytes) => {
    if (waiting === "") lastAt = performance.now();
    waiting += bytes;
    if (!isWaiting) setTimeout(step, PACE_MS);
    isWaiting = true;
  };
}

/** The console of a program: what it reads from and writes to. */
export function processConsole({ stdin, stdout }: ChildProcess): ConsoleModel {
  let output: (bytes: string) => void = () => undefined;
  // It may have ended when something is typed.
  stdin?.on("error", () => undefined);
  stdout?.on("data", (bytes: Buffer) => output(bytes.toString("latin1")));
  return {
    type: (bytes) => void stdin?.write(bytes, "latin1"),
    onOutput(take) {
      output = take;
    },
  };
}
