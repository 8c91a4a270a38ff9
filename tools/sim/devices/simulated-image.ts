// The image of a simulated device: its declaration and all that this imports, as one part, which each start reads anew.
import { join } from "node:path";
import { Script } from "node:vm";
import { build, type Plugin } from "esbuild";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { HASHES } from "../../../src/platform/node/hash.ts";
import { isFromCable, takeFromCable } from "../../../src/platform/node/stored-image.ts";
import type { Storage } from "../../../src/ports/storage.ts";
import type { UpdateStore } from "../../../src/ports/update-store.ts";
import { digestText } from "../../../src/update/manifest.ts";
import { UNSEEN_HERE } from "../../compiler/source/computer-names.ts";
import { importedFile } from "../../compiler/source/imported-file.ts";
import { type UpdateImage, unsignedManifest, versionOf } from "../../update/signed-update.ts";
import { SIMULATED_BOARD, SIMULATED_TARGET } from "./update-loader.ts";

/** The global for the bundle's exports. */
const EXPORTS = "image";
/** The longest time for a declaration, which takes milliseconds. */
const LONGEST_MS = 5000;
/** Digits of the digest that name a part. */
const NAME_DIGITS = 12;

/** `ringmote` and `ringmote/...` are this package. */
const ownName: Plugin = {
  name: "ringmote",
  setup: ({ onResolve }) => {
    onResolve({ filter: /^ringmote(?:\/|$)/ }, ({ path, importer }) => {
      const file = importedFile(path, importer);
      return file === undefined ? undefined : { path: file };
    });
  },
};

/** The image of a firmware that is known to be sound. Without a version its content names it. */
export async function simulatedImage(id: string, folder: string, version?: string): Promise<UpdateImage> {
  const { outputFiles } = await build({
    entryPoints: [join(folder, "device.ts")],
    bundle: true,
    write: false,
    format: "iife",
    globalName: EXPORTS,
    platform: "neutral",
    // As a byte string.
    charset: "ascii",
    legalComments: "none",
    minifyWhitespace: true,
    logLevel: "silent",
    plugins: [ownName],
  });
  const content = outputFiles[0]?.text ?? "";
  const name = `rm-${digestText(HASHES.sha256(content)).slice(0, NAME_DIGITS)}`;
  const parts = [{ name, content }];
  return {
    id,
    board: SIMULATED_BOARD,
    target: SIMULATED_TARGET,
    version: version ?? versionOf(parts),
    parts,
  };
}

/** The device that a part's content declares. Throws what that throws, and where it does not come to an end. */
export function deviceIn(content: string): DeviceDeclaration {
  const script = new Script(`((${UNSEEN_HERE.join(", ")}) => {\n${content}\nreturn ${EXPORTS};\n})()`);
  const exported = script.runInThisContext({ timeout: LONGEST_MS }) as { default: DeviceDeclaration };
  return exported.default;
}

/**
 * Puts an image where the loader finds it, as the cable does, unless it has brought the same one last. False:
 * the disk did not take it.
 */
export function flashImage(storage: Storage, store: UpdateStore, image: UpdateImage): boolean {
  const manifest = unsignedManifest(image, image.id, HASHES.sha256);
  const contents = new Map(image.parts.map(({ name, content }) => [name, content]));
  return (
    isFromCable(storage, manifest) ||
    takeFromCable(storage, store, manifest, (name) => contents.get(name) ?? "")
  );
}
