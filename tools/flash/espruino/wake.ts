// From an open port to a console that answers, or to a sentence that says why there is none.
import { FlashError } from "../flash-error.ts";
import type { Asker } from "./ask.ts";
import type { Line } from "./line.ts";

const BREAK = "\x03";
const FIRST_MS = 400;
const LATER_MS = 700;
/** Longer than the interpreter waits for the rest of a cut packet (5 s). */
const ATTEMPTS = 9;

/**
 * Makes the console answer: ends half a line, a program without end, the debugger, and a cut packet. A
 * running program that leaves its console idle goes on. Throws a FlashError of kind "no answer", "wrong
 * firmware" or "lost".
 */
export async function wake(line: Line, asker: Asker): Promise<void> {
  let heard = "";
  await line.send("\n");
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (await asker.probe(attempt === 0 ? FIRST_MS : LATER_MS)) return;
    heard += line.text;
    if (isLua(heard)) throw luaAnswers(line.port.name);
    // An interpreter on a computer ends at a second break on an empty line, so the line is filled first.
    await line.send(`x${BREAK}`);
    await line.quiet(50, 300);
  }
  throw new FlashError("no answer", whyNot(line.port.name, heard + line.text));
}

/** Lua's prompt names its chunk "stdin" in each error. */
function isLua(heard: string): boolean {
  return /stdin:\d+:|Lua error/.test(heard);
}

function luaAnswers(port: string): FlashError {
  return new FlashError(
    "wrong firmware",
    `The board on ${port} runs NodeMCU (Lua) where this image needs Espruino: install Espruino with "ringmote flash --firmware <file.bin>", or build the firmware for a NodeMCU board.`,
  );
}

function whyNot(port: string, heard: string): string {
  if (/waiting for download|DOWNLOAD_BOOT|DOWNLOAD\(|boot mode:\(1,/.test(heard))
    return `The board on ${port} waits in its ROM's boot loader: let go of the BOOT button (GPIO0) and press reset.`;
  if (heard.trim() === "")
    return `Nothing answers on ${port}: use a cable that carries data, look whether this is the board's port, press its reset button, and install Espruino with "ringmote flash --firmware <file.bin>" when the board is new.`;
  return `What comes from ${port} is not understood: press the board's reset button and try again; when it is a board without Espruino, install it with "ringmote flash --firmware <file.bin>".`;
}
