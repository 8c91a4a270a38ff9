// The page as a folder of static files, with all its images, for any host.

import { BuildError } from "../compiler/source/build-error.ts";
import { makeLfs } from "../flash/nodemcu/terminal-lfs.ts";
import { TARGET_FACTS } from "../targets/facts.ts";
import { pageFiles } from "./bundle.ts";
import { type Choice, catalogueFolders, readCatalogue } from "./catalogue.ts";
import { type Catalogue, imagePath, lfsPath, USUAL_LUAS_OF_LFS } from "./catalogue-types.ts";
import { type Build, imageFile } from "./image-file.ts";
import { CATALOGUE, requireSiteFolder, writeSiteFolder } from "./site-folder.ts";

export interface SiteOptions extends Choice {
  folder: string;
  build: Build;
  /** Called before each image: with its name, the number of images done, and their total. */
  onImage(name: string, done: number, all: number): void;
}

export interface SiteReport {
  images: number;
  bytes: number;
  /** Images that cannot be built, a sentence each: the page does not offer them. */
  refused: readonly string[];
}

/**
 * Writes the page, when all of it is built. Throws a FileError for a folder that holds something else,
 * before.
 */
export async function writeSite(options: SiteOptions): Promise<SiteReport> {
  const { folder, build, onImage } = options;
  requireSiteFolder(folder);
  const [files, catalogue] = await Promise.all([pageFiles(), readCatalogue(options)]);
  const site = new Map<string, string | Uint8Array>(files);
  const refused: string[] = [];
  const missing = new Set<string>();
  const folders = catalogueFolders(options);
  const wanted = catalogue.firmware.flatMap(({ name, wirings }) =>
    wirings.map(({ board }) => ({ name, board, source: folders.get(name) ?? name })),
  );
  for (const [done, { name, board, source }] of wanted.entries()) {
    onImage(`${name} for ${board}`, done, wanted.length);
    try {
      const file = await imageFile(build, source, board);
      site.set(imagePath(board, name), JSON.stringify(file));
      if (TARGET_FACTS[file.image.target].hasLfs)
        for (const kind of USUAL_LUAS_OF_LFS)
          site.set(lfsPath(board, name, kind), JSON.stringify(await makeLfs(file.image, kind)));
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      missing.add(imagePath(board, name));
      refused.push(`${name} for ${board}: ${error.message}`);
    }
  }
  site.set(CATALOGUE, JSON.stringify(without(catalogue, missing)));
  writeSiteFolder(folder, site);
  const bytes = [...site.values()].reduce((sum, content) => sum + content.length, 0);
  return { images: wanted.length - refused.length, bytes, refused };
}

/** The catalogue without the images that do not exist. */
function without(catalogue: Catalogue, missing: ReadonlySet<string>): Catalogue {
  const firmware = catalogue.firmware.map((firmware) => ({
    ...firmware,
    wirings: firmware.wirings.filter(({ board }) => !missing.has(imagePath(board, firmware.name))),
  }));
  return { ...catalogue, firmware: firmware.filter(({ wirings }) => wirings.length > 0) };
}
