// An image from the page's server, as its source is now: a server on one's own computer makes it when it is asked for, which
// takes seconds for the first of a source, and the browser keeps what a host of files has not changed.
import { type ImageFile, imageUrl } from "../catalogue-types.ts";

/** The image of a firmware for a board. Rejects with a sentence when there is none. */
export async function fetchImage(board: string, firmware: string): Promise<ImageFile> {
  const response = await fetch(imageUrl(board, firmware)).catch(() => undefined);
  if (response === undefined)
    throw new Error("The image cannot be loaded: the page's server does not answer. Start it again.");
  if (!response.ok) throw new Error(`The image cannot be loaded. ${(await response.text()).slice(0, 500)}`);
  return (await response.json()) as ImageFile;
}
