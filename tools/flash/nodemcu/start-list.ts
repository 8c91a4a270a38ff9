// The start list that counts on a chip.

import { type Manifest, readManifest } from "../../../src/update/manifest.ts";
import {
  NONE_TRIED,
  readStanding,
  STANDING_RECORD,
  type Standing,
  slotRecord,
} from "../../../src/update/standing.ts";
import { NEW_START_LIST, START_LIST } from "../../targets/nodemcu/lua/init.ts";
import { CHOICE_BEGINS } from "../../targets/nodemcu/lua/update-choice.ts";
import { verifiedParts } from "../verified-parts.ts";
import type { ChipSide } from "./chip-side.ts";
import { isPart } from "./stored-image.ts";
import { listChipFiles, readChipFile, readChipRecord, removeFile, rename } from "./transfer.ts";

/**
 * Its text; "" when no image of ours starts there. A new list that a cut has left alone first gets its place:
 * it is the only one then. A compiled one is read from its result. Of a device that takes updates it is made
 * of the manifests: it names all files of the image that starts, and of the one that would start in its
 * place.
 */
export async function readStartList(chip: ChipSide): Promise<string> {
  const files = await listChipFiles(chip);
  const [compiled, list] = [`${START_LIST}.lc`, `${START_LIST}.lua`];
  if (files.has(compiled)) {
    const names = await chip.call(`function()return(loadfile("${compiled}")())end`).catch(() => "");
    return names === "" ? "" : `return "${names}"\n`;
  }
  const size = files.get(list) ?? files.get(NEW_START_LIST);
  if (size === undefined) return "";
  if (!files.has(list)) await rename(chip, NEW_START_LIST, list);
  const text = await readChipFile(chip, list, size);
  return text.startsWith(CHOICE_BEGINS) ? listOfManifests(await readImages(chip)) : text;
}

/** The images of a chip that takes updates: the manifests of both slots, and which of them counts. */
export interface ChipImages {
  standing: Standing;
  manifests: readonly [string, string];
}

export async function readImages(chip: ChipSide): Promise<ChipImages> {
  const record = await readChipRecord(chip, STANDING_RECORD);
  return {
    standing: readStanding({ readRecord: () => record, writeRecord: () => false }),
    manifests: [await readChipRecord(chip, slotRecord(0)), await readChipRecord(chip, slotRecord(1))],
  };
}

/**
 * Removes staged parts, and what was compiled of them: an upload and a restore keep a file by its length and sum alone.
 */
export async function removeStaged(chip: ChipSide): Promise<void> {
  const files = await listChipFiles(chip);
  // Manifests stay beside an image that takes no updates.
  if (await hasPlainList(chip, files)) return;
  const { standing, manifests } = await readImages(chip);
  const verified = verifiedParts(standing, (slot) => manifests[slot]);
  // Without a manifest a device takes no update.
  if (verified.size === 0) return;
  for (const name of files.keys())
    if (isPart(name) && !verified.has(name.replace(/\.lc$/, ".lua"))) await removeFile(chip, name);
}

/** Does a start list of one image count? */
async function hasPlainList(chip: ChipSide, files: ReadonlyMap<string, number>): Promise<boolean> {
  if (files.has(`${START_LIST}.lc`)) return true;
  const list = `${START_LIST}.lua`;
  return files.has(list) && !(await readChipFile(chip, list, CHOICE_BEGINS.length)).startsWith(CHOICE_BEGINS);
}

function listOfManifests({ standing, manifests }: ChipImages): string {
  const { slot, tried } = standing;
  const images: readonly Manifest[] = manifests.map(readManifest);
  const started = images[tried === NONE_TRIED ? slot : tried];
  if (started === undefined || started.fault !== "") return "";
  const names = images
    .filter(({ fault }) => fault === "")
    .flatMap(({ parts }) => parts.map(({ name }) => name.replace(/\.(lua|img)$/, "")));
  return `-- ${started.id} for ${started.board}\n-- with ${[...new Set(names)].join(" ")}\nreturn ""\n`;
}
