// Actions of a person on the parts of a running device: lines that are typed, and
// messages on the run's own broker.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

type Touch = (role: string, what: string, value: string) => void;

export interface Hands {
  /**
   * The device that runs from now on is touched so: role, quantity or movement, value. What was said before
   * it ran comes first.
   */
  reach: (touch: Touch) => void;
  /** That device ends: what is said from now on waits for the next. */
  leave: () => void;
  /** Words in this order; what is left out is "". */
  take: (words: readonly string[]) => void;
  /** Types no more. */
  end: () => void;
}

/**
 * Reads lines of the standard input until it ends; not in the background of a terminal, which stops who reads
 * there.
 */
export function createHands(): Hands {
  const lines = isInBackground() ? undefined : createInterface({ input: process.stdin });
  const waiting: (readonly string[])[] = [];
  let reached: Touch | undefined;
  const take: Hands["take"] = (words) => {
    const [role = "", what = "", value = ""] = words;
    if (reached === undefined) waiting.push(words);
    else reached(role, what, value);
  };
  lines?.on("line", (line) => {
    const words = line.trim();
    if (words !== "") take(words.split(/\s+/));
  });
  return {
    take,
    reach(touch) {
      reached = touch;
      for (const words of waiting.splice(0)) take(words);
    },
    leave() {
      reached = undefined;
    },
    end: () => lines?.close(),
  };
}

/**
 * Whether another program has the terminal (proc(5): of stat, field 5 is the process group, field 8 that of
 * the terminal).
 */
function isInBackground(): boolean {
  if (!process.stdin.isTTY) return false;
  try {
    const fields = readFileSync("/proc/self/stat", "utf8")
      .replace(/^.*\) /, "")
      .split(" ");
    return fields[2] !== fields[5];
  } catch {
    return false;
  }
}

/**
 * The words of a message to `sim/air/celsius`, `sim/button/press` or `sim/button`; `undefined` for any other
 * topic.
 */
export function wordsIn(topic: string, payload: string): readonly string[] | undefined {
  const [first, role = "", ...rest] = topic.split("/");
  if (first !== "sim") return undefined;
  return [role, ...(rest.length === 0 ? [] : [rest.join("/")]), payload];
}
