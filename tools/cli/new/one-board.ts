// The template of a new device is wired on every board; what is made of it has the board that was asked for.
import { boardNames } from "../../image/firmware/firmware.ts";

/**
 * What the template has on one line for each board: an import and a wiring in wiring.ts, a row in README.md.
 */
const LINE_OF_BOARD =
  /^(?:import \w+ from "ringmote\/boards\/([\w-]+)\.ts";| {2}"([\w-]+)": wire\(|\| `([\w-]+)` \| )/;

type File = [path: string, content: string | Uint8Array];

/** The files of a copy of the template, without the lines of other boards. */
export function filesForBoard(files: readonly File[], board: string): File[] {
  const others = boardNames().filter((name) => name !== board);
  return files.map(([path, content]) =>
    typeof content === "string" ? [path, withoutLinesOf(others, content)] : [path, content],
  );
}

function withoutLinesOf(boards: readonly string[], text: string): string {
  const isOf = (line: string) => boards.includes(LINE_OF_BOARD.exec(line)?.slice(1).find(Boolean) ?? "");
  return text
    .split("\n")
    .filter((line) => !isOf(line))
    .join("\n");
}
