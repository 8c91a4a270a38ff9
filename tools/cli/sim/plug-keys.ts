// Keys on a terminal: a device's letter pulls its plug or puts it back, q and Ctrl-C end.
import type { ReadStream } from "node:tty";

export interface PlugKeys {
  /** Resolves, with a sentence, when q or Ctrl-C was pressed. */
  ended: Promise<string>;
  /** Gives the terminal back as it was. */
  end: () => void;
}

const CTRL_C = "\x03";
const CTRL_D = "\x04";

/** Listens on `input` when there is one and it is a terminal; `pressed` gets each other key. */
export function listenToKeys(input: NodeJS.ReadStream | undefined, pressed: (key: string) => void): PlugKeys {
  if (!input?.isTTY) return { ended: new Promise(() => {}), end: () => {} };
  const terminal = input as ReadStream;
  let resolve: (sentence: string) => void = () => {};
  const ended = new Promise<string>((resolved) => (resolve = resolved));
  let isEnding = false;
  const take = (keys: string) => {
    for (const key of keys) {
      if (key !== "q" && key !== CTRL_C && key !== CTRL_D) pressed(key);
      // Raw mode swallows the signal: whoever asks twice wants out.
      else if (isEnding) process.kill(process.pid, "SIGINT");
      else {
        isEnding = true;
        resolve("Ending in an orderly way.");
      }
    }
  };
  terminal.setRawMode(true).setEncoding("utf8").on("data", take).resume();
  return {
    ended,
    end() {
      terminal.off("data", take).pause();
      terminal.setRawMode(false);
    },
  };
}
