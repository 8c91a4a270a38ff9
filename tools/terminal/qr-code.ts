// QR codes on a terminal, where a phone's camera reads them.
import type { WriteStream } from "node:tty";

/** White on black of the 256 colours: themes replace the first sixteen. Light modules are what is drawn. */
const WHITE_ON_BLACK = "\x1b[38;5;231;48;5;16m";
const AS_BEFORE = "\x1b[0m";
/** Light modules on each side, as ISO/IEC 18004 asks for. */
const QUIET_ZONE = 4;

/**
 * Draws the text, two modules in each character; nothing where no terminal is, or one too narrow. Without
 * colours a light terminal shows it inverted.
 */
export async function drawQrCode(text: string, terminal: WriteStream = process.stdout): Promise<void> {
  if (terminal.isTTY !== true || process.env.TERM === "dumb") return;
  const { renderUnicodeCompact } = await import("uqr");
  const lines = renderUnicodeCompact(text, { border: QUIET_ZONE }).split("\n");
  if (lines.some((line) => line.length > terminal.columns)) return;
  const drawn = terminal.hasColors(256) ? lines.map((line) => `${WHITE_ON_BLACK}${line}${AS_BEFORE}`) : lines;
  terminal.write(`${drawn.join("\n")}\n`);
}
