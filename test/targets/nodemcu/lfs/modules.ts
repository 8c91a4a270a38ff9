// Modules of an image of the LFS for tests: those of a firmware, and one with every kind of constant.
import type { Image } from "../../../../tools/image/build.ts";
import { keptImage } from "../../../../tools/image/keep/kept-image.ts";
import { chipInflate } from "../../../../tools/laboratory/hosts/nodemcu/lfs/chip-inflate.ts";
import type { ReadImage } from "../../../../tools/laboratory/hosts/nodemcu/lfs/read-function.ts";
import { readImage51 } from "../../../../tools/laboratory/hosts/nodemcu/lfs/read-image-51.ts";
import { readImage53 } from "../../../../tools/laboratory/hosts/nodemcu/lfs/read-image-53.ts";
import { type LfsModule, lfsImage } from "../../../../tools/targets/nodemcu/lfs/lfs-image.ts";

export const VERSIONS = ["5.1", "5.3"] as const;
export type Version = (typeof VERSIONS)[number];

/** What starts an image says what is loaded, and stays text. */
const NO_MODULES = ["init.lua", "ringmote.lua"];

/** All modules of an image: from the LFS, those that are otherwise read when they are called, too. */
export function modulesOf({ files }: Pick<Image, "files">): LfsModule[] {
  return files
    .filter(({ name }) => name.endsWith(".lua") && !NO_MODULES.includes(name))
    .map(({ name, content }) => ({ name: name.replace(/\.lua$/, ""), source: content.text }));
}

export async function climate(): Promise<LfsModule[]> {
  return modulesOf(await keptImage({ firmware: "climate", board: "esp8266-nodemcu" }));
}

/** What the chip finds in an image that was made here. */
export function readBack(version: Version, modules: readonly LfsModule[]): ReadImage {
  return readFile(version, lfsImage(version, modules).bytes);
}

/** With `debug` it may have debug data, as what luac.cross makes has. */
export function readFile(version: Version, file: Uint8Array, options: { debug?: boolean } = {}): ReadImage {
  return version === "5.1" ? readImage51(chipInflate(file), options) : readImage53(file, options);
}
