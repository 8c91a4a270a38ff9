// An image from the page's server, as its source is now: a server on one's own computer makes it when it is
// asked for, which takes seconds for the first of a source, and the browser keeps what a host of files has
// not changed.
import type { FlashImage, LfsContent } from "../../flash/device-console.ts";
import { type ImageFile, imageUrl, type LuaOfLfs, lfsUrl } from "../catalogue-types.ts";

/** The image of a firmware for a board. Rejects with a sentence when there is none. */
export async function fetchImage(board: string, firmware: string): Promise<ImageFile> {
  const response = await fetch(imageUrl(board, firmware)).catch(() => undefined);
  if (response === undefined)
    throw new Error("The image cannot be loaded: the page's server does not answer. Start it again.");
  if (!response.ok) throw new Error(`The image cannot be loaded. ${(await response.text()).slice(0, 500)}`);
  return (await response.json()) as ImageFile;
}

/** The image's code for the board's LFS. Rejects with a sentence where the page has none for its Lua. */
export async function fetchLfs({ board, firmware }: FlashImage, kind: LuaOfLfs): Promise<LfsContent> {
  const response = await fetch(lfsUrl(board, firmware, kind)).catch(() => undefined);
  if (response?.ok !== true)
    throw new Error(
      `The page has no code of ${firmware} for the LFS under Lua ${kind.lua}. Install NodeMCU with its usual Lua and numbers, or flash from the terminal.`,
    );
  return (await response.json()) as LfsContent;
}
