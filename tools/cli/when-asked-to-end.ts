// Ctrl-C and its relatives: the first asks for an orderly end, the second for any end.
import { whenNobodyReads } from "./words/lost-output.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** npm passes a Ctrl-C on that its child has heard already: what comes within this time is the same one. */
const SAME_MS = 1000;
/** As shells report a program that was ended by SIGINT. */
const EXIT_INTERRUPTED = 130;

/**
 * Resolves, with a sentence about why, when the program is asked to end or nobody reads its output any more.
 */
export function whenAskedToEnd(): Promise<string> {
  return new Promise((resolve) => {
    let askedAt: number | undefined;
    const end = (sentence: string) => {
      if (askedAt !== undefined && Date.now() - askedAt > SAME_MS) process.exit(EXIT_INTERRUPTED);
      askedAt ??= Date.now();
      resolve(sentence);
    };
    for (const signal of SIGNALS) process.on(signal, () => end("Ending in an orderly way."));
    whenNobodyReads(() => resolve("Nobody reads the output any more."));
  });
}
