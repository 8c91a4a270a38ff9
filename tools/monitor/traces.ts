// Errors of a board in words of its source: each "file:line" of an image with the line of TypeScript behind
// it.
//
// Espruino prints " at join (main:12:5)" below "Uncaught TypeError: ...", NodeMCU "main.lua:12: attempt to
// index ..." and lines of the same form below "stack traceback:".

import type { LineOrigins } from "../flash/device-console.ts";
import { imageFileOf } from "../flash/nodemcu/stored-image.ts";

/** A file that the board names and a line, behind a character that no name goes on with. */
const PLACE = /(^|[\s("'[@])([^\s:()"'[\]@]+):(\d+)/g;
const COMPILED = /\.lc$/;

/** The line with its places translated: what it said, and where that comes from. */
export function translated(line: string, origins: LineOrigins): string {
  return line.replace(PLACE, (whole, before: string, file: string, number: string) => {
    const origin = originOf(file, Number(number), origins);
    return origin === undefined ? whole : `${before}${file}:${number} [${origin}]`;
  });
}

/** The source of a line. A line that the build made up is named by the nearest one above that was written. */
function originOf(file: string, line: number, origins: LineOrigins): string | undefined {
  const name = imageFileOf(file).replace(COMPILED, ".lua");
  const lines = origins[file] ?? origins[name] ?? origins[name.replace(/^.*\//, "")];
  return lines?.slice(0, line).findLast((line) => line !== "");
}
