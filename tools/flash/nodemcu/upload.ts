// Storing an image beside the installed one: what is there already stays, the rest is sent, checked and
// named, and the start list takes over last.

import { ESP_CHIPS } from "../../../boards/chips/chip.ts";
import { flashedByCable, NONE_TRIED, STANDING_RECORD, slotRecord } from "../../../src/update/standing.ts";
import { NEW_START_LIST, START_LIST } from "../../targets/nodemcu/lua/init.ts";
import { luaText } from "../../targets/nodemcu/lua-text.ts";
import type { FlashImage, UploadOptions, UploadReport } from "../device-console.ts";
import { FlashError } from "../flash-error.ts";
import { ChipRefused, type ChipSide } from "./chip-side.ts";
import type { NodeMcuBoard } from "./identify.ts";
import { lfsHolds, loadLfs } from "./lfs.ts";
import { neededModules } from "./needed-modules.ts";
import { isOwnFile } from "./own-files.ts";
import { readImages, readStartList, removeStaged } from "./start-list.ts";
import {
  belongsTo,
  inOrderOfRemoval,
  LIST_FILES,
  LOADER,
  PART_COMPILED,
  PART_SOURCE,
  type PlacedFile,
  type StoredImage,
  storedImage,
} from "./stored-image.ts";
import {
  FILE_OVERHEAD,
  freeSpace,
  hasContent,
  listChipFiles,
  PART,
  RESERVE,
  removeFile,
  rename,
  replaceRecord,
  writeFile,
} from "./transfer.ts";

const LIST = `${START_LIST}.lua`;

/** The image with what of it is on the chip. */
interface Plan {
  image: StoredImage;
  missing: readonly PlacedFile[];
  kept: number;
  compiles: boolean;
}

/** Everything but the last restart, for an image that fits. Rejects with a FlashError. */
export async function uploadImage(
  chip: ChipSide,
  board: NodeMcuBoard,
  flashImage: FlashImage,
  options: UploadOptions = {},
): Promise<UploadReport> {
  const image = storedImage(flashImage);
  const list = await readStartList(chip);
  await removeStaged(chip);
  await removeOthers(chip, image, list);
  const plan = await planFor(chip, board, image);
  await requireSpace(chip, plan, flashImage, list, options.inPlace === true);
  const before = chip.prompt.sent;
  const all = plan.missing.reduce((sum, { content }) => sum + content.length, 0);
  let done = 0;
  options.onProgress?.(0, all);
  for (const file of plan.missing) {
    await store(chip, file, plan, (sent) => options.onProgress?.(done + sent, all));
    done += file.content.length;
  }
  if (image.lfs !== undefined && !(await lfsHolds(chip, image.lfs))) await loadLfs(chip, image.lfs);
  await commit(chip, image);
  await removeOthers(chip, image, image.manifest === undefined ? image.list : "", list);
  return {
    sent: chip.prompt.sent - before,
    kept: plan.kept,
    files: plan.missing.map(({ source }) => source),
  };
}

/** Before, `tls.cert.verify` took a function and verified nothing, or did not take one. */
const FIRST_TO_VERIFY = "202006";

/** Throws a FlashError for an image that does not run on the board. */
export function checkImageFits(board: NodeMcuBoard, image: FlashImage): void {
  if (image.target !== "nodemcu")
    throw new FlashError(
      "wrong firmware",
      `The image of ${image.firmware} is for Espruino, and the board runs NodeMCU. Build it for the board under NodeMCU, or install Espruino with "ringmote flash --firmware <file.bin>".`,
    );
  if (image.chip !== board.family)
    throw new FlashError(
      "wrong chip",
      `The image of ${image.firmware} for ${image.board} is for the ${image.chip.toUpperCase()}, and the board is an ${board.family.toUpperCase()}. Build it for a board with that chip: "ringmote boards" names them.`,
    );
  const needed = neededModules(image);
  const missing = needed.filter((name) => !board.modules.has(name));
  if (missing.length > 0)
    throw new FlashError(
      "wrong firmware",
      `The board's firmware has no module ${missing.map((name) => `"${name}"`).join(", ")}, which ${image.firmware} needs. Build NodeMCU with it (https://nodemcu-build.com), and install it with "ringmote flash --firmware <file.bin>".`,
    );
  if (needed.includes("tls") && board.sourcesOf < FIRST_TO_VERIFY)
    throw new FlashError(
      "wrong firmware",
      'The board\'s NodeMCU is older than June 2020, or does not tell its age, and its TLS lets in any broker. Install a newer one with "ringmote flash --firmware <file.bin>".',
    );
  if (storedImage(image).lfs !== undefined && board.lfsBytes === 0)
    throw new FlashError(
      "wrong firmware",
      "The image is for the LFS, and the board's firmware has none. Build the firmware with an LFS, or upload the image without.",
    );
}

/**
 * Removes files that belong to some image, but neither to this one nor to that of the valid list, and compiled
 * ones without a byte, which a trial that was cut has left: they load, as modules that do nothing. `before` is
 * a list that is no longer valid: it may name files that are named nowhere else.
 */
async function removeOthers(chip: ChipSide, image: StoredImage, list: string, before = ""): Promise<void> {
  const names = new Set([LOADER, ...LIST_FILES, ...image.files.map(({ name }) => name)]);
  for (const [name, size] of await listChipFiles(chip)) {
    const isNamed = names.has(name) || names.has(name.replace(/\.lc$/, ".lua")) || belongsTo(name, list);
    const stays = isNamed && !(size === 0 && name.endsWith(".lc"));
    if (!stays && (await isOwnFile(chip, name, size, before))) await removeFile(chip, name);
  }
}

async function planFor(chip: ChipSide, board: NodeMcuBoard, image: StoredImage): Promise<Plan> {
  const there = await listChipFiles(chip);
  const missing: PlacedFile[] = [];
  let kept = 0;
  for (const file of image.files) {
    if (await isStored(chip, file, there, image.manifest !== undefined)) kept += file.content.length;
    else missing.push(file);
  }
  return { image, missing, kept, compiles: !ESP_CHIPS[board.family].hasMemoryForLines };
}

/** A file gets its name only after it was checked; a compiled one is loaded first. */
async function isStored(
  chip: ChipSide,
  { name, content }: PlacedFile,
  there: ReadonlyMap<string, number>,
  isSource: boolean,
): Promise<boolean> {
  if (there.get(name) === content.length && (await hasContent(chip, name, content))) return true;
  const compiled = name.replace(/\.lua$/, ".lc");
  if (isSource || compiled === name || !there.has(compiled)) return false;
  return loads(chip, compiled);
}

async function loads(chip: ChipSide, name: string): Promise<boolean> {
  return (await chip.evaluate(`tostring(loadfile(${luaText(name)})~=nil)`)) === "true";
}

async function requireSpace(
  chip: ChipSide,
  { image: stored, missing, compiles }: Plan,
  image: FlashImage,
  list: string,
  inPlace: boolean,
): Promise<void> {
  const sizes = missing.map(({ content }) => content.length);
  const sources = missing.filter(({ name }) => compiles && name.endsWith(".lua"));
  const twice = Math.max(0, ...sources.map(({ content }) => content.length));
  const beside = stored.manifest === undefined ? [] : sources.map(({ content }) => content.length);
  const needed = [...sizes, ...beside].reduce((sum, size) => sum + size + FILE_OVERHEAD, 0) + twice + RESERVE;
  const free = await freeSpace(chip);
  if (missing.length === 0 || needed <= free) return;
  // Files that both images share stay.
  const shared = new Set(stored.files.flatMap(({ name }) => [name, name.replace(/\.lua$/, ".lc")]));
  const installed = [...(await listChipFiles(chip))].filter(
    ([name]) => belongsTo(name, list) && !shared.has(name),
  );
  const freed = installed.reduce((sum, [, size]) => sum + size, 0);
  if (needed > free + freed)
    throw new FlashError(
      "no space",
      `${image.firmware} needs ${needed} bytes of the board's storage, and ${free + freed} can be had. Remove files of your own ("ringmote backup", then "ringmote erase"), or give NodeMCU a larger file system.`,
    );
  if (!inPlace)
    throw new FlashError(
      "no space",
      `${image.firmware} needs ${needed} bytes beside the installed image, and ${free} are free. With --in-place it takes the place of that image; a cut in the middle then leaves the board without a program until the next upload.`,
    );
  for (const name of inOrderOfRemoval([...LIST_FILES, ...installed.map(([name]) => name)]))
    await removeFile(chip, name);
}

async function store(
  chip: ChipSide,
  { name, content, source }: PlacedFile,
  { compiles, image: { manifest } }: Plan,
  sent: (bytes: number) => void,
): Promise<void> {
  const compiled = name.replace(/\.lua$/, ".lc");
  // What the image that starts may have compiled of the same source stays.
  const isCompiled = manifest !== undefined && (await loads(chip, compiled));
  if (!compiles || isCompiled || !name.endsWith(".lua") || source === LIST) {
    await writeFile(chip, PART, content, sent);
    if (name.endsWith(".lc")) await requireLoads(chip, name);
    await rename(chip, PART, name);
    return;
  }
  await writeFile(chip, PART_SOURCE, content, sent);
  if (!(await compile(chip, name))) {
    await rename(chip, PART_SOURCE, name);
    return;
  }
  if (manifest === undefined) {
    await rename(chip, PART_COMPILED, compiled, PART_SOURCE);
    return;
  }
  // An update is held against the sources.
  await rename(chip, PART_COMPILED, compiled);
  await rename(chip, PART_SOURCE, name);
}

/** Compiled code is for one build of the firmware: an image that does not load must not take over. */
async function requireLoads(chip: ChipSide, name: string): Promise<void> {
  const problem = await chip.call(`function()local f,p=loadfile(${luaText(PART)})return f and""or p end`);
  if (problem === "") return;
  throw new FlashError(
    "wrong firmware",
    `The board does not load ${name}: ${problem}. Compile it with the luac.cross that was built with the board's firmware, or let the board compile: leave --luac out.`,
  );
}

/** Compiles on the chip; false when its memory is too small for that. */
async function compile(chip: ChipSide, name: string): Promise<boolean> {
  try {
    await chip.call("node.compile", luaText(PART_SOURCE));
    return await loads(chip, PART_COMPILED);
  } catch (error) {
    if (!(error instanceof ChipRefused)) throw error;
    if (/memory/.test(error.reason)) return false;
    throw new FlashError(
      "refused",
      `The board does not compile ${name}: ${error.reason}. Build the image again.`,
    );
  }
}

/** From here on the image starts. */
async function commit(chip: ChipSide, { list, loader, manifest }: StoredImage): Promise<void> {
  if (manifest !== undefined) await switchOver(chip, manifest);
  const compiled = `${START_LIST}.lc`;
  if (!(await hasContent(chip, `${START_LIST}.lua`, list)) || (await hasFile(chip, compiled))) {
    await writeFile(chip, PART, list);
    await rename(chip, PART, NEW_START_LIST);
    await rename(chip, NEW_START_LIST, `${START_LIST}.lua`, compiled);
  }
  if (await hasContent(chip, LOADER, loader)) return;
  await writeFile(chip, PART, loader);
  await rename(chip, PART, LOADER);
}

/** The slot that does not count gets the manifest, and one record makes it count. */
async function switchOver(chip: ChipSide, manifest: string): Promise<void> {
  const { standing, manifests } = await readImages(chip);
  if (standing.tried === NONE_TRIED && manifests[standing.slot] === manifest) return;
  await replaceRecord(chip, slotRecord(1 - standing.slot), manifest);
  let record = "";
  flashedByCable(
    {
      readRecord: () => undefined,
      writeRecord: (_, bytes) => {
        record = bytes;
        return true;
      },
    },
    standing,
  );
  await replaceRecord(chip, STANDING_RECORD, record);
}

async function hasFile(chip: ChipSide, name: string): Promise<boolean> {
  return (await chip.evaluate(`tostring(file.exists(${luaText(name)}))`)) === "true";
}
