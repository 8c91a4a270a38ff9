// Bytes of a console as lines: however they arrive, and without characters that move a cursor.

import { withoutControls } from "../../src/client/faults/foreign-text.ts";

const ESC = "\x1b";

const ESCAPES = new RegExp(`${ESC}\\[[0-9;?]*[A-Za-z]|${ESC}[@-Z\\\\-_]`, "g");
/** A line that never ends is shown in pieces. */
const LONGEST = 1024;

export interface Lines {
  take: (bytes: string) => void;
  /** Shows what is left of a line that has not ended. */
  flush: () => void;
}

/** Calls `show` for each line, as text, without control characters. */
export function createMonitorLines(show: (line: string) => void): Lines {
  let rest = "";
  const give = (line: string) => show(textOf(line));
  return {
    take(bytes) {
      const lines = (rest + bytes).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) give(line);
      if (rest.length > LONGEST) {
        give(rest);
        rest = "";
      }
    },
    flush() {
      if (rest.trim() !== "") give(rest);
      rest = "";
    },
  };
}

/** UTF-8 where it is that; a byte that is none shows as a mark and not as a movement of the cursor. */
function textOf(bytes: string): string {
  const text = new TextDecoder().decode(Uint8Array.from(bytes.replace(ESCAPES, ""), (c) => c.charCodeAt(0)));
  return withoutControls(text);
}
