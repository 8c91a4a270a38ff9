// An image whose code runs from the LFS: the image of the LFS, which is kept as a file, and who starts it.

import { isInLfs } from "../../targets/nodemcu/lfs/in-lfs.ts";
import { type LfsOfChip, lfsTarget } from "../../targets/nodemcu/lfs/lfs-target.ts";
import { START_LIST, startList, startListIn } from "../../targets/nodemcu/lua/init.ts";
import type { FlashImage, LfsContent } from "../device-console.ts";

const LIST = `${START_LIST}.lua`;

/** The image as it is stored with its code in the LFS; its manifest names the LFS of the `chip`. */
export function imageInLfs(
  image: FlashImage,
  { name, content, manifest }: LfsContent,
  chip?: LfsOfChip,
): FlashImage {
  const target = chip === undefined ? image.target : lfsTarget(chip);
  const files = image.files
    .filter((file) => !isInLfs(file))
    .map((file) =>
      file.name === LIST
        ? { name: LIST, content: startList({ modules: [], ...startListIn(file.content), lfs: name }) }
        : file,
    );
  return {
    ...image,
    files: [...files, { name: `${name}.img`, content }],
    ...(manifest !== undefined && { manifest: manifest.replace(/^target=.*$/m, `target=${target}`) }),
  };
}
