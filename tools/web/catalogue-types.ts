// The page's catalogue of firmware and boards: read by the page, made by catalogue.ts.
import type { Board } from "../../boards/board.ts";
import type { FlashImage, LuaOfBoard } from "../flash/device-console.ts";
import { LONG_NUMBERS, SHORT_NUMBERS } from "../targets/nodemcu/lfs/numbers-53.ts";

/** A firmware, and how it sits on each board that it is wired for. */
export interface CatalogueFirmware {
  name: string;
  /** What it is, in a few words. */
  title: string;
  /** What one needs besides the board, a line each. */
  parts: readonly string[];
  sensors: readonly { name: string; unit?: string; states?: readonly string[] }[];
  actuators: readonly string[];
  wirings: readonly CatalogueWiring[];
}

export interface CatalogueWiring {
  board: string;
  /** What plays on each pin, by the pin's name. */
  roles: Readonly<Record<string, string>>;
  /** What its user should know before it is on the board, a sentence each. */
  warnings: readonly string[];
  /** NodeMCU's own modules that the device calls; missing where the interpreter has all. */
  modules?: readonly string[];
}

export type CatalogueBoard = Pick<
  Board,
  | "name"
  | "title"
  | "chip"
  | "variant"
  | "module"
  | "target"
  | "memory"
  | "tls"
  | "danger"
  | "headers"
  | "pins"
>;

export interface Catalogue {
  /** Of the package that made the page. */
  version: string;
  firmware: readonly CatalogueFirmware[];
  boards: readonly CatalogueBoard[];
}

/** An image as a file of the page: ready to be sent. */
export interface ImageFile {
  image: FlashImage;
  /** Bytes of all its files. */
  bytes: number;
  /** Does it print what it publishes on its console? */
  echoes: boolean;
  /** As an Image has it. */
  setUp?: "open" | "password";
}

/** Where the file of an image is, below the page. */
export function imagePath(board: string, firmware: string): string {
  return `images/${board}/${firmware}.json`;
}

/** The same as an address: a folder may be called anything. */
export function imageUrl(board: string, firmware: string): string {
  return imagePath(encodeURIComponent(board), encodeURIComponent(firmware));
}

/** What an image of the LFS is made for. */
export type LuaOfLfs = Pick<LuaOfBoard, "lua" | "numbers">;

/** What NodeMCU is built for, its usual builds first. */
export const LUAS_OF_LFS: readonly LuaOfLfs[] = [
  { lua: "5.1", numbers: LONG_NUMBERS },
  { lua: "5.3", numbers: SHORT_NUMBERS },
  { lua: "5.3", numbers: { integer: 4, float: 8 } },
  { lua: "5.3", numbers: { integer: 8, float: 4 } },
  { lua: "5.3", numbers: LONG_NUMBERS },
];
/** Those that a folder of files has. */
export const USUAL_LUAS_OF_LFS = LUAS_OF_LFS.slice(0, 2);

/** Where the image's code is as an image of the LFS (`LfsContent`), below the page. */
export function lfsPath(board: string, firmware: string, { lua, numbers }: LuaOfLfs): string {
  const kind = lua === "5.3" ? `5.3-${8 * numbers.integer}-${8 * numbers.float}` : lua;
  return `images/${board}/${firmware}.lfs-${kind}.json`;
}

/** The same as an address. */
export function lfsUrl(board: string, firmware: string, kind: LuaOfLfs): string {
  return lfsPath(encodeURIComponent(board), encodeURIComponent(firmware), kind);
}
