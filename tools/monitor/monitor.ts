// The console of a board as lines with the time, with errors at their source, again and again when it is
// plugged in again.
import type { BytePort } from "../flash/byte-port.ts";
import type { LineOrigins } from "../flash/device-console.ts";
import { FlashError } from "../flash/flash-error.ts";
import { createMonitorLines } from "./lines.ts";
import { translated } from "./traces.ts";

export interface MonitorOptions {
  /** Opens the port. Rejects with a FlashError while it is not there. */
  open: () => Promise<BytePort>;
  /** What is known of the lines of the image, asked for each time it opens. */
  origins: () => LineOrigins;
  /** One line of the board. */
  show: (time: Date, line: string) => void;
  /** One sentence about the port. */
  remark: (sentence: string) => void;
  /** How long until a port that went away is looked for again. */
  retryMs?: number;
}

export interface Monitor {
  /** Resolves when it has been ended. Rejects when the port cannot be had the first time. */
  done: Promise<void>;
  end: () => void;
}

const RETRY_MS = 500;

/** Watches a board until it is ended. */
export function startMonitor(options: MonitorOptions): Monitor {
  const ending = new AbortController();
  const ended = new Promise<void>((resolve) => {
    ending.signal.addEventListener("abort", () => resolve(), { once: true });
  });
  return { done: watch(options, ended, () => ending.signal.aborted), end: () => ending.abort() };
}

async function watch(options: MonitorOptions, ended: Promise<void>, isEnded: () => boolean): Promise<void> {
  const { open, remark, retryMs = RETRY_MS } = options;
  let port = await open();
  remark(`${port.name} is open; Ctrl-C ends.`);
  for (;;) {
    await untilLost(port, options, ended);
    if (isEnded()) return;
    remark(`${port.name} is gone; plug the board in again, or end with Ctrl-C.`);
    const next = await openedAgain(open, retryMs, ended, isEnded);
    if (next === undefined) return;
    port = next;
    remark(`${port.name} is back.`);
  }
}

async function untilLost(
  port: BytePort,
  { origins, show }: MonitorOptions,
  ended: Promise<void>,
): Promise<void> {
  const known = origins();
  const lines = createMonitorLines((line) => show(new Date(), translated(line, known)));
  port.listen(lines.take);
  const lost = new Promise<void>((resolve) => port.whenLost(() => resolve()));
  await Promise.race([lost, ended]);
  lines.flush();
  await port.close();
}

/** `undefined` when it was ended before the port came back. */
async function openedAgain(
  open: MonitorOptions["open"],
  retryMs: number,
  ended: Promise<void>,
  isEnded: () => boolean,
): Promise<BytePort | undefined> {
  while (!isEnded()) {
    let timer: NodeJS.Timeout | undefined;
    const pause = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, retryMs);
    });
    await Promise.race([pause, ended]);
    clearTimeout(timer);
    if (isEnded()) break;
    try {
      return await open();
    } catch (error) {
      // Just plugged in, a port may not be ready, or not be this user's yet.
      if (!(error instanceof FlashError)) throw error;
    }
  }
  return undefined;
}
