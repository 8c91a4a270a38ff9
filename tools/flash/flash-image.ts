// An image of the build as it is sent to a board.
import { HASHES } from "../../src/platform/node/hash.ts";
import { digestText } from "../../src/update/manifest.ts";
import type { Image } from "../image/build.ts";
import { type UpdateImage, unsignedManifest } from "../update/signed-update.ts";
import type { FlashImage } from "./device-console.ts";
import { storedImage } from "./nodemcu/stored-image.ts";

/** Digits of the digest that is the version of what nobody has named. */
const VERSION_DIGITS = 8;

export function flashImage({ firmware, board, target, chip, needsLfs, updates, files }: Image): FlashImage {
  const image = {
    firmware,
    board,
    target,
    chip,
    ...(needsLfs === true && { needsLfs }),
    files: files.map(({ name, content }) => ({ name, content: content.text })),
  };
  return updates === true
    ? { ...image, manifest: unsignedManifest(updateImage(image), firmware, HASHES.sha256) }
    : image;
}

/** An image for NodeMCU in the parts of an update, the list of its modules first. Without a version its content names it. */
export function updateImage(image: FlashImage, version?: string): UpdateImage {
  const { firmware: id, board, target } = image;
  const parts = storedImage({ ...image, manifest: "" }).files.map(({ name, content }) => ({ name, content }));
  const digest = digestText(HASHES.sha256(parts.map(({ name, content }) => name + content).join("")));
  return { id, board, target, version: version ?? digest.slice(0, VERSION_DIGITS), parts };
}
