// Images that were fetched, by board and firmware. A server that builds on demand takes seconds for the first.
import { type ImageFile, imagePath } from "../catalogue-types.ts";

export class ImageShelf {
  private readonly images = new Map<string, Promise<ImageFile>>();

  /** The image of a firmware for a board. Rejects with a sentence when there is none. */
  get(board: string, firmware: string): Promise<ImageFile> {
    const path = imagePath(board, firmware);
    const image = this.images.get(path) ?? fetchImage(path);
    this.images.set(path, image);
    image.catch(() => this.images.delete(path));
    return image;
  }
}

async function fetchImage(path: string): Promise<ImageFile> {
  const response = await fetch(path).catch(() => undefined);
  if (response === undefined)
    throw new Error("The image cannot be loaded: the page's server does not answer. Start it again.");
  if (!response.ok) throw new Error(`The image cannot be loaded. ${(await response.text()).slice(0, 500)}`);
  return (await response.json()) as ImageFile;
}
