// From a line of an image back to the line of the source: for whatever shows a device's error to its author.
import { type Image, lineMap } from "./image.ts";

/** What `image.lines.json` holds: for each file of an image the source lines of its lines, as "file:line" or "". */
export type LineMap = ReturnType<typeof lineMap>;

/** As a Lua chunk or a script names a place of itself: `runtime:12:`, `runtime.lua:12:`, `climate.js:12:5`. */
const NAMED_PLACE = /([\w.-]+):(\d+)\b/g;
/** As Espruino's interpreter names one, which runs one script: `at line 12 col 5`. */
const SCRIPT_PLACE = /\bline (\d+) col \d+/g;
/** The script's name in an Espruino's Storage. */
const BOOT_FILE = ".bootcde";

/** The source line, "file:line", that a line of an image's file came from. Lines are counted from 1. */
export function sourceOf(lines: LineMap, file: string, line: number): string | undefined {
  const origins = lines[fileOf(lines, file)];
  const origin = origins?.[line - 1];
  return origin === undefined || origin === "" ? undefined : origin;
}

/** A device's error with the source line behind each place of the image that it names. */
export function withSources(error: string, lines: LineMap): string {
  return error
    .replace(NAMED_PLACE, (place, file: string, line: string) =>
      shown(place, sourceOf(lines, file, Number(line))),
    )
    .replace(SCRIPT_PLACE, (place, line: string) => shown(place, sourceOf(lines, BOOT_FILE, Number(line))));
}

/** As `withSources`, for an image that is still in memory. */
export function errorIn(image: Image, error: string): string {
  return withSources(error, lineMap(image));
}

function shown(place: string, source: string | undefined): string {
  return source === undefined ? place : `${place} (${source})`;
}

/** Lua names a chunk with or without its ending, compiled or not; Espruino's boot code has a name of its own. */
function fileOf(lines: LineMap, file: string): string {
  const [script = ""] = Object.keys(lines).filter((name) => name.endsWith(".js"));
  if (file === BOOT_FILE || file === BOOT_FILE.slice(1)) return script;
  if (file in lines) return file;
  return `${file.replace(/\.(?:lua|lc)$/, "")}.lua`;
}
