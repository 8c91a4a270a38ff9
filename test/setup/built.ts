// The program of a set-up, as it is built for a board.
import { join } from "node:path";
import { emit, linkEntry } from "../../tools/image/build.ts";
import { platformOf } from "../../tools/image/entry.ts";
import { readBoard } from "../../tools/image/firmware/firmware.ts";

/** Of the access point, in the program's text. */
export const PASSWORD = "pass-phrase-1";

/** The board, and the files by their names. `ports`: others than those of HTTP and DNS. */
export async function builtSetUp(boardName: string, ports: Readonly<Record<string, number>> = {}) {
  const board = await readBoard(boardName);
  const { target } = board;
  if (target !== "espruino" && target !== "nodemcu") throw new Error(`${target} has no set-up.`);
  const { boot, globals } = platformOf(board);
  const entry = {
    file: join(boot, "../set-up-entry.ts"),
    text: `import { bootSetUp } from "./set-up-boot.ts";\nbootSetUp(${JSON.stringify(PASSWORD)});\n`,
  };
  const program = linkEntry(entry, globals, target, {
    "src/features.ts": { PLACE_SETTING: false },
    "src/setup/set-up-program.ts": ports,
  });
  const files = await emit(program, target, "set-up");
  return { board, image: Object.fromEntries(files.map(({ name, content }) => [name, content.text])) };
}

export async function setUpScript(boardName: string, ports: Readonly<Record<string, number>>) {
  return (await builtSetUp(boardName, ports)).image["set-up.js"] as string;
}
