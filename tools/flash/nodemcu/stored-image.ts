// The layout of an image on a chip: modules are named after their contents too, so that two images share what
// is the same in both and nothing else, and a start list says which of them starts.

import { crc32, hex32 } from "../../files/crc32.ts";
import { isLfsName } from "../../targets/nodemcu/lfs/lfs-name.ts";
import {
  initLua,
  LOADER,
  NEW_START_LIST,
  START_LIST,
  startList,
  startListIn,
} from "../../targets/nodemcu/lua/init.ts";
import { updateChoice } from "../../targets/nodemcu/lua/update-choice.ts";
import type { FlashImage, StoredFile } from "../device-console.ts";
import { FlashError } from "../flash-error.ts";
import { PART } from "./transfer.ts";

export { LOADER };
/** The first words of a loader, of whatever version: "-- Starts ringmote". */
export const LOADER_BEGINS = initLua().split(" ", 3).join(" ");
/** The same for a source that the chip compiles: it must end so. */
export const PART_SOURCE = "ringmote-part.lua";
export const PART_COMPILED = "ringmote-part.lc";
/** Gives the files of a restore their names. */
export const SWAP = "ringmote-swap.lua";
/** The name of a restore's file until then. */
const sentName = /^ringmote-\d+\.part$/;
const LIST = `${START_LIST}.lua`;
/** Among several the last one counts: if they are removed in this order, no other one gets its turn. */
export const LIST_FILES = [NEW_START_LIST, LIST, `${START_LIST}.lc`];

/** The longest name of SPIFFS. */
const LONGEST_NAME = 31;

const ENDING = /\.(lua|lc)$/;
const MODULE = /^([\w-]+)-[0-9a-f]{8}\.(lua|lc)$/;
const OVERLAY = /^((?:set-up-|choice-)?ov[0-9a-z]{5}|overlay)\d+\.(lua|lc)$/;
const LFS_IMAGE = /\.img$/;

/** A file of an image under the name that it has on the chip. */
export interface PlacedFile extends StoredFile {
  /** Its name in the image. */
  source: string;
}

export interface StoredImage {
  loader: string;
  /** In the order in which they are sent. */
  files: readonly PlacedFile[];
  /** The text of its start list. */
  list: string;
  /** The image of the LFS that it needs, without its ending. */
  lfs?: string;
  /**
   * Of a device that takes updates: a record says which image counts (src/update/standing.ts), and one list
   * for all images reads it. Its own is the first of its files.
   */
  manifest?: string;
}

/** An image as it will lie on a chip. Rejects an image that is none of ours. */
export function storedImage(image: FlashImage): StoredImage {
  const fileOf = (name: string) => image.files.find((file) => file.name === name)?.content;
  const loader = fileOf(LOADER);
  const started = startListIn(fileOf(LIST) ?? "");
  if (loader === undefined || started === undefined)
    throw new FlashError(
      "refused",
      `The image of ${image.firmware} has no ${LOADER} or no ${LIST}: it is no image for NodeMCU. Build it again with "ringmote build".`,
    );
  const { modules, lfs, choice, setUp } = started;
  const loaded = [...modules, ...(choice ?? []), ...(setUp ?? [])];
  const placed = image.files
    .filter(({ name }) => name !== LOADER && name !== LIST && name !== "image.json")
    .map((file) => ({ ...file, source: file.name, name: placedName(file, loaded) }));
  const onChip = (names: readonly string[]) =>
    names.map((name) => {
      const own = placed.find(({ source }) => source.replace(ENDING, "") === name);
      return own === undefined ? name : own.name.replace(ENDING, "");
    });
  const inFlash = onChip(modules);
  const unlisted = placed
    .map(({ name }) => name.replace(ENDING, ""))
    .filter((name) => !inFlash.includes(name));
  const beside = unlisted.length === 0 ? "" : `-- with ${unlisted.join(" ")}\n`;
  const list = `-- ${image.firmware} for ${image.board}\n${beside}${startList({
    modules: inFlash,
    ...(lfs === undefined ? {} : { lfs }),
    ...(choice === undefined || setUp === undefined ? {} : { choice: onChip(choice), setUp: onChip(setUp) }),
  })}`;
  const { manifest } = image;
  if (manifest === undefined) return { loader, files: placed, list, ...(lfs === undefined ? {} : { lfs }) };
  const own = { name: LIST, content: list };
  const first = { ...own, source: LIST, name: placedName(own, [START_LIST]) };
  const files = [first, ...placed];
  return { loader, files, list: updateChoice(), manifest, ...(lfs === undefined ? {} : { lfs }) };
}

function placedName({ name, content }: StoredFile, modules: readonly string[]): string {
  if (!modules.includes(name.replace(ENDING, ""))) return checked(name);
  return checked(name.replace(ENDING, (ending) => `-${hex32(crc32(content))}${ending}`));
}

function checked(name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  throw new FlashError(
    "refused",
    `The file ${name} has a name of more than ${LONGEST_NAME} characters, which NodeMCU cannot store.`,
  );
}

/** The firmware and board in a start list. */
export function installedBy(list: string): { firmware: string; board: string } | undefined {
  const match = /^-- (\S+) for (\S+)$/m.exec(list);
  return match === null ? undefined : { firmware: match[1], board: match[2] };
}

/** The names, without endings, of files that belong to a start list's image, as far as the list knows. */
function listedBy(list: string): string[] {
  const { modules = [], lfs = "" } = startListIn(list) ?? {};
  const [, beside = ""] = /^-- with (.*)$/m.exec(list) ?? [];
  return [...modules, ...beside.split(" "), lfs].filter((name) => name !== "");
}

/** Does a file belong to the image of this list? A list that was not made here does not name its overlays. */
export function belongsTo(name: string, list: string): boolean {
  if (LIST_FILES.includes(name)) return true;
  if (listedBy(list).includes(name.replace(/\.(lua|lc|img)$/, ""))) return true;
  return list !== "" && installedBy(list) === undefined && OVERLAY.test(name);
}

/** The image's name of a file on the chip: "mqtt.lua" for "mqtt-1a2b3c4d.lua". Other files keep theirs. */
export function imageFileOf(name: string): string {
  return name.replace(MODULE, "$1.$2");
}

/**
 * Is the name that of a module's source, after its content? A date at the end of somebody's file looks alike.
 */
export function isNamedByContent(name: string, content: string): boolean {
  return name.endsWith(`-${hex32(crc32(content))}.lua`);
}

/** Can the name alone not tell whether a file is a module's source? */
export function isNameOfSource(name: string): boolean {
  return MODULE.test(name) && name.endsWith(".lua");
}

/** By its name, is it a file that something that was cut has left? Any file may be in it, a key too. */
export function isUnfinished(name: string): boolean {
  return [PART, PART_SOURCE, PART_COMPILED, SWAP].includes(name) || sentName.test(name);
}

/** By its name, is a file a module of some image, or functions that it reads when they are called? */
export function isPart(name: string): boolean {
  return MODULE.test(name) || OVERLAY.test(name);
}

/** By its name, is a file on the chip part of some image, or of an upload that was cut? */
export function isOfAnImage(name: string): boolean {
  return (
    isUnfinished(name) || isPart(name) || (LFS_IMAGE.test(name) && isLfsName(name.replace(LFS_IMAGE, "")))
  );
}

/**
 * Names in an order in which no half of an image starts: its list first, and the loader, which says that
 * there is none, last.
 */
export function inOrderOfRemoval(names: readonly string[]): string[] {
  const lists = LIST_FILES.filter((name) => names.includes(name));
  const rest = names.filter((name) => !lists.includes(name) && name !== LOADER);
  return [...lists, ...rest, ...names.filter((name) => name === LOADER)];
}
