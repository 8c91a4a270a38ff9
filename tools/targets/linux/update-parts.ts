// Parts of an image for Linux that takes updates: one, its program, which the loader beside it starts.

import { HASHES } from "../../../src/platform/node/hash.ts";
import { digestText } from "../../../src/update/manifest.ts";
import type { UpdatePart } from "../../update/signed-update.ts";
import type { ImageFile } from "../image.ts";

/** The program of a device that takes updates: CommonJS, which a loader runs from wherever it lies. */
export const PROGRAM = "device.js";
/** Digits of the digest that name a part. */
const NAME_DIGITS = 12;

export function updateParts(files: readonly ImageFile[]): UpdatePart[] {
  const content = files.find(({ name }) => name === PROGRAM)?.content.text;
  return content === undefined ? [] : [programPart(content)];
}

export function programPart(content: string): UpdatePart {
  return { name: `rm-${digestText(HASHES.sha256(content)).slice(0, NAME_DIGITS)}`, content };
}
