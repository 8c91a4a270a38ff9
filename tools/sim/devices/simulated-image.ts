// The image of a simulated device: its declaration and all that this imports, as one part, which each start reads anew.
import { join } from "node:path";
import { Script } from "node:vm";
import { build, type Plugin } from "esbuild";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { HASHES } from "../../../src/platform/node/hash.ts";
import type { Storage } from "../../../src/ports/storage.ts";
import type { UpdateStore } from "../../../src/ports/update-store.ts";
import { digestText, type Manifest } from "../../../src/update/manifest.ts";
import { flashedByCable, readStanding, slotRecord } from "../../../src/update/standing.ts";
import { UNSEEN_HERE } from "../../compiler/source/computer-names.ts";
import { importedFile } from "../../compiler/source/imported-file.ts";
import { type UpdateImage, unsignedManifest } from "../../update/signed-update.ts";
import { SIMULATED_BOARD, SIMULATED_TARGET } from "./update-loader.ts";

/** The global for the bundle's exports. */
const EXPORTS = "image";
/** The longest time for a declaration, which takes milliseconds. */
const LONGEST_MS = 5000;
/** Digits of the digest that name a part, and a version that nobody has named. */
const NAME_DIGITS = 12;
const VERSION_DIGITS = 8;
/** Which image the cable has brought last. */
const CABLE_RECORD = "update-cable";

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
  const digest = digestText(HASHES.sha256(content));
  return {
    id,
    board: SIMULATED_BOARD,
    target: SIMULATED_TARGET,
    version: version ?? digest.slice(0, VERSION_DIGITS),
    parts: [{ name: `rm-${digest.slice(0, NAME_DIGITS)}`, content }],
  };
}

/** The device that a part's content declares. Throws what that throws, and where it does not come to an end. */
export function deviceIn(content: string): DeviceDeclaration {
  const script = new Script(`((${UNSEEN_HERE.join(", ")}) => {\n${content}\nreturn ${EXPORTS};\n})()`);
  const exported = script.runInThisContext({ timeout: LONGEST_MS }) as { default: DeviceDeclaration };
  return exported.default;
}

/** The manifest's parts, one behind the other. Throws where one is not as it says. */
export function contentOf({ parts }: Manifest, read: (name: string) => string | undefined): string {
  return parts
    .map(({ name, digest }) => {
      const content = read(name);
      if (content === undefined || digestText(HASHES.sha256(content)) !== digest)
        throw new Error(`the part ${name} is damaged`);
      return content;
    })
    .join("");
}

/** Puts an image where the loader finds it, as the cable does, unless it has brought the same one last. False: the disk did not take it. */
export function flashImage(storage: Storage, store: UpdateStore, image: UpdateImage): boolean {
  const manifest = unsignedManifest(image, image.id, HASHES.sha256);
  if (storage.readRecord(CABLE_RECORD) === manifest) return true;
  for (const { name, content } of image.parts) {
    if (store.digestOf(name) === HASHES.sha256(content)) continue;
    store.remove(name);
    if (!store.append(name, 0, content)) return false;
  }
  const standing = readStanding(storage);
  return (
    storage.writeRecord(slotRecord(1 - standing.slot), manifest) &&
    flashedByCable(storage, standing) &&
    storage.writeRecord(CABLE_RECORD, manifest)
  );
}
