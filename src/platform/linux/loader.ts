// Loader of a device under Linux that takes updates: the program that its service starts. It comes by the cable
// alone, chooses the image of the cable or one that came over the air, and goes back where that does not stay.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Script } from "node:vm";
import type { Storage } from "../../ports/storage.ts";
import { readManifest } from "../../update/manifest.ts";
import { readStanding, slotRecord, slotToStart } from "../../update/standing.ts";
import { contentOf, isFromCable, takeFromCable } from "../node/stored-image.ts";
import type { UpdateFolder } from "../node/update-folder.ts";
import { DiskRecords } from "./records.ts";
import { partsIn, stateFolder } from "./state-folder.ts";
import { endWhereItHangs } from "./watch-turns.ts";

/** The image beside the loader, in one part. */
export interface CabledImage {
  manifest: string;
  content: () => string;
}

interface Chosen {
  slot: number;
  isOnTrial: boolean;
  /** Its name, and the text of its program. */
  version: string;
  program: string;
}

/** What an image's program exports. */
interface Program {
  start: (folder: string, slot: number) => void;
}

/** Starts the device in `beside`, the folder of this program, with the image that `manifest` names or a later one. */
export function load(manifest: string, file: string, beside: string): void {
  const folder = stateFolder(beside);
  const storage = storageIn(new DiskRecords(folder));
  const cabled = { manifest, content: () => readFileSync(join(beside, file), "latin1") };
  const { slot, isOnTrial, version, program } = chooseImage(storage, partsIn(folder), cabled);
  if (!isFromCable(storage, manifest))
    console.error(`${folder} has not taken the image of the cable: what was there before starts.`);
  if (isOnTrial) endWhereItHangs();
  const filename = join(folder, `${version}.js`);
  const module = { exports: {} as Program };
  const main = new Script(`(function (module, require) {${program}\n})`, { filename }).runInThisContext();
  main(module, createRequire(join(beside, file)));
  module.exports.start(folder, slot);
}

/**
 * The image that starts. Throws where it is on trial and not whole: that start counts. One that was confirmed and is
 * damaged gives way to the cable's.
 */
export function chooseImage(storage: Storage, store: UpdateFolder, cabled: CabledImage): Chosen {
  const flash = () => takeFromCable(storage, store, cabled.manifest, cabled.content);
  // Where the disk does not take it, what was there before starts.
  if (!isFromCable(storage, cabled.manifest)) flash();
  const slot = slotToStart(storage);
  const isOnTrial = readStanding(storage).tried === slot;
  try {
    return { slot, isOnTrial, ...imageIn(storage, store, slot) };
  } catch (error) {
    if (isOnTrial) throw error;
  }
  flash();
  const flashed = readStanding(storage).slot;
  return { slot: flashed, isOnTrial: false, ...imageIn(storage, store, flashed) };
}

function imageIn(storage: Storage, store: UpdateFolder, slot: number): { version: string; program: string } {
  const manifest = readManifest(storage.readRecord(slotRecord(slot)) ?? "");
  if (manifest.fault !== "") throw new Error(`there is no image: ${manifest.fault}`);
  return { version: manifest.version, program: contentOf(manifest, (name) => store.contentOf(name)) };
}

function storageIn(records: DiskRecords): Storage {
  return {
    readRecord: (name) => records.get(name),
    writeRecord: (name, bytes) => records.set(name, bytes).get(name) === bytes,
  };
}
