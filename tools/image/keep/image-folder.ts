// An image in a folder: its files, image.json, which says what it is, and image.lines.json. What writes one,
// and what knows one.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { TARGET_NAMES } from "../../../boards/board.ts";
import type { FolderKind } from "../../files/folder-kind.ts";
import { requireFolder, writeFolder } from "../../files/whole-folder.ts";
import { type Image, imageSummary, lineMap } from "../../targets/image.ts";

const SUMMARY = "image.json";
const LINES = "image.lines.json";
/** A file of an image lies in its folder: a script, or what a computer needs beside it. */
const FILE_NAME = /^[^/\\]+\.(?:js|lua|json|service)$/;

/** The parts of image.json that others read. */
export interface FoundImage {
  firmware: string;
  board: string;
  target: Image["target"];
  /** Bytes by name. */
  files: Readonly<Record<string, number>>;
}

const IMAGE: FolderKind = { what: "The image", replaces: "an image", filesIn: imageFiles };

/** The folder of an image: `dist/<board>/<firmware>` below `folder`. */
export function imageFolder({ board, firmware }: Pick<Image, "board" | "firmware">, folder: string): string {
  return join(folder, "dist", board, firmware);
}

/** Throws a FileError for a folder that `writeImage` would refuse, before an image is built. */
export function requireImageFolder(folder: string): void {
  requireFolder(folder, IMAGE);
}

/** Writes the image into its folder, in place of one that was there. Throws a FileError. */
export function writeImage(image: Image, folder: string): void {
  writeFolder(folder, IMAGE, [
    ...image.files.map(({ name, content }) => [name, Buffer.from(content.text, "latin1")] as const),
    [SUMMARY, imageSummary(image)],
    [LINES, `${JSON.stringify(lineMap(image), undefined, 1)}\n`],
  ]);
}

/** The image in a folder; `undefined` when that holds none, or one that was not written here. */
export function imageIn(folder: string): FoundImage | undefined {
  try {
    const summary = JSON.parse(readFileSync(join(folder, SUMMARY), "utf8")) as FoundImage & { bytes: number };
    const names = Object.keys(summary.files);
    const bytes = Object.values(summary.files).reduce((sum, size) => sum + size, 0);
    const isImage =
      typeof summary.firmware === "string" &&
      typeof summary.board === "string" &&
      TARGET_NAMES.includes(summary.target) &&
      names.length > 0 &&
      names.every((name) => FILE_NAME.test(name)) &&
      bytes === summary.bytes;
    return isImage ? summary : undefined;
  } catch {
    return undefined;
  }
}

function imageFiles(folder: string): readonly string[] | undefined {
  const image = imageIn(folder);
  return image === undefined ? undefined : [...Object.keys(image.files), SUMMARY, LINES];
}
