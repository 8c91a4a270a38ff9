// The images of a board that takes updates over the air: the manifests of both slots, and the record that
// says which of them counts (src/update/standing.ts), in its two files.
import type { Storage } from "../../../src/ports/storage.ts";
import { CEILING_RECORD } from "../../../src/sealed/taken-counters.ts";
import { type Manifest, readManifest } from "../../../src/update/manifest.ts";
import {
  flashedByCable,
  readStanding,
  STANDING_RECORD,
  type Standing,
  slotRecord,
} from "../../../src/update/standing.ts";
import { COPIES, readNewest, writeNewest } from "../../../src/update/two-copies.ts";
import type { StoredFile } from "../device-console.ts";
import type { Asker } from "./ask.ts";
import { readFile } from "./storage.ts";

export const SLOTS = [slotRecord(0), slotRecord(1)] as const;
export const STANDING_FILES = COPIES.map((copy) => STANDING_RECORD + copy);
export const UPDATE_FILES: readonly string[] = [...SLOTS, ...STANDING_FILES];
/** Of sealed commands, in two files as well (src/platform/espruino/updates.ts). */
export const CEILING_FILES: readonly string[] = COPIES.map((copy) => CEILING_RECORD + copy);

/** The contents of those that there are. */
export type SlotFiles = ReadonlyMap<string, string>;

export async function readSlots(asker: Asker, there: readonly string[]): Promise<SlotFiles> {
  const files = new Map<string, string>();
  for (const name of UPDATE_FILES.filter((file) => there.includes(file))) {
    const content = await readFile(asker, name);
    if (content !== undefined) files.set(name, content);
  }
  return files;
}

export function standingIn(files: SlotFiles): Standing {
  return readStanding(storageOf(files, () => undefined));
}

/** The slot of the confirmed image. */
export function slotOf(files: SlotFiles): string {
  return slotRecord(standingIn(files).slot);
}

/** The manifests that are there, whichever counts. */
export function slotManifests(files: SlotFiles): Manifest[] {
  return SLOTS.map((slot) => readManifest(files.get(slot) ?? "")).filter(({ fault }) => fault === "");
}

/**
 * The files that bring an image by the cable, in the order in which they are written: only the last one makes
 * it start.
 */
export function filesToSwitch(files: SlotFiles, manifest: string): StoredFile[] {
  const written: StoredFile[] = [];
  const storage = storageOf(files, (file) => written.push(file));
  const standing = readStanding(storage);
  storage.writeRecord(slotRecord(1 - standing.slot), manifest);
  flashedByCable(storage, standing);
  return written;
}

function storageOf(files: SlotFiles, write: (file: StoredFile) => void): Storage {
  return recordsIn(new Map(files), write);
}

/** Records as the device keeps them in its files (src/platform/espruino/updates.ts). */
export function recordsIn(
  files: Map<string, string>,
  write: (file: StoredFile) => void = () => undefined,
): Storage {
  const storage: Storage = {
    readRecord: (name) => files.get(name),
    writeRecord: (name, content) => {
      write({ name, content });
      return files.set(name, content).get(name) === content;
    },
  };
  const isInTwoFiles = (name: string) => name === STANDING_RECORD || name === CEILING_RECORD;
  return {
    readRecord: (name) => (isInTwoFiles(name) ? readNewest(storage, name) : storage.readRecord(name)),
    writeRecord: (name, content) =>
      isInTwoFiles(name) ? writeNewest(storage, name, content) : storage.writeRecord(name, content),
  };
}
