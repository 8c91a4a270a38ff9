// Ctrl-C and its relatives: the first asks for an orderly end, the second for any end.
import { whenNobodyReads } from "./lost-output.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** npm passes a Ctrl-C on that its child has heard already: what comes within this time is the same one. */
const SAME_MS = 1000;
/** As shells report a program that was ended by SIGINT. */
const EXIT_INTERRUPTED = 130;

interface Work {
  askedAt: number | undefined;
  end: (sentence: string) => void;
}

/** What is under way. It is asked until other work begins: behind its end, too, the Ctrl-C that npm passes on must do no harm. */
let work: Work | undefined;

/** Resolves, with a sentence about why, when the program is asked to end or nobody reads its output any more. */
export function whenAskedToEnd(): Promise<string> {
  return new Promise((resolve) => {
    work = { askedAt: undefined, end: resolve };
    // In a process that has done other work, they listen already.
    for (const signal of SIGNALS) if (!process.listeners(signal).includes(ask)) process.on(signal, ask);
    whenNobodyReads(endUnread);
  });
}

function ask(): void {
  if (work === undefined) return;
  const { askedAt = Date.now() } = work;
  if (Date.now() - askedAt > SAME_MS) process.exit(EXIT_INTERRUPTED);
  work.askedAt = askedAt;
  work.end("Ending in an orderly way.");
}

function endUnread(): void {
  work?.end("Nobody reads the output any more.");
}
