// An image of the build as it is sent to a board.
import type { TargetName } from "../../boards/board.ts";
import { HASHES } from "../../src/platform/node/hash.ts";
import { MOST_PARTS } from "../../src/update/manifest.ts";
import type { Image } from "../image/build.ts";
import { type UpdateImage, type UpdatePart, unsignedManifest, versionOf } from "../update/signed-update.ts";
import type { FlashImage } from "./device-console.ts";
import { PART, updateParts } from "./espruino/stored-image.ts";
import { FlashError } from "./flash-error.ts";
import { storedImage } from "./nodemcu/stored-image.ts";

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

/** The parts that the updates of a target have. */
const UPDATE_PARTS: Readonly<Partial<Record<TargetName, (image: FlashImage) => UpdatePart[]>>> = {
  espruino: (image) => updateParts(image).map(({ hash, content }) => ({ name: PART + hash, content })),
  nodemcu: (image) =>
    storedImage({ ...image, manifest: "" }).files.map(({ name, content }) => ({ name, content })),
};

/**
 * An image in the parts of an update, as an upload stores them: under NodeMCU the list of its modules first.
 * Without a version its content names it.
 */
export function updateImage(image: FlashImage, version?: string): UpdateImage {
  const { firmware: id, board, target } = image;
  const parts = UPDATE_PARTS[target]?.(image) ?? [];
  if (parts.length > MOST_PARTS)
    throw new FlashError(
      "refused",
      `The image of ${id} has ${parts.length} parts, and an update has at most ${MOST_PARTS}; leave parts of the device or \`update\` out.`,
    );
  return { id, board, target, version: version ?? versionOf(parts), parts };
}
