// The source line behind each line of a board's files: kept when an image is sent, read
// when an error names a file.
import { mkdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { replaceFile } from "../files/whole-file.ts";
import type { ImageFiles, LineOrigins } from "../flash/device-console.ts";
import { STORED_ORIGINS } from "../flash/stored-origins.ts";
import { imageIn } from "../image/keep/image-folder.ts";

/** The origins of the files that the board will hold. `lines` is the image's own map (image.lines.json). */
export function boardOrigins(image: ImageFiles, lines: LineOrigins): LineOrigins {
  const stored = STORED_ORIGINS[image.target];
  return stored === undefined ? lines : stored(image, lines);
}

/**
 * Reads the map of an image that lies in a folder, as `ringmote build` writes it. Throws when there is none.
 */
export function originsInFolder(folder: string): LineOrigins {
  const lines = JSON.parse(readFileSync(join(folder, "image.lines.json"), "utf8")) as LineOrigins;
  const image = imageIn(folder);
  if (image === undefined) throw new Error("no image");
  const { firmware, board, target, files } = image;
  const content = Object.keys(files).map((name) => ({
    name,
    content: readFileSync(join(folder, name), "latin1"),
  }));
  return boardOrigins({ firmware, board, target, files: content }, lines);
}

/** The folder for maps of sent images on this computer. */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const { RINGMOTE_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = environment;
  if (RINGMOTE_CACHE) return RINGMOTE_CACHE;
  if (process.platform === "win32" && LOCALAPPDATA) return join(LOCALAPPDATA, "ringmote");
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches", "ringmote");
  return join(XDG_CACHE_HOME || join(homedir(), ".cache"), "ringmote");
}

/** The image that was last sent through a port. */
export interface KeptOrigins {
  firmware: string;
  board: string;
  origins: LineOrigins;
}

/** Keeps the origins of an image that this port's board has, in place of those of the one before. */
export function keepOrigins(port: string, image: ImageFiles, lines: LineOrigins): void {
  const kept: KeptOrigins = {
    firmware: image.firmware,
    board: image.board,
    origins: boardOrigins(image, lines),
  };
  write(portFile(port), JSON.stringify(kept));
}

/**
 * The origins of the image that was last sent through a port; `undefined` when there was none, or it is not
 * kept any more.
 */
export function originsOfPort(port: string): KeptOrigins | undefined {
  try {
    return JSON.parse(readFileSync(join(cacheFolder(), portFile(port)), "utf8")) as KeptOrigins;
  } catch {
    return undefined;
  }
}

function portFile(port: string): string {
  return `port-${basename(port).replace(/[^\w.-]/g, "_")}.json`;
}

/** A file is there as a whole or not at all: two commands may write at once. */
function write(name: string, text: string): void {
  const folder = cacheFolder();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  replaceFile(join(folder, name), text);
}
