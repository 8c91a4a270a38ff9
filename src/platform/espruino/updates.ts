// The port of updates, and the records that a power cut must leave old or new: that which their loader reads
// (tools/targets/espruino/update-loader.ts), and the ceiling of sealed commands. A write of Storage deletes
// what was there first, so each of them is in two files.
import { SEALED } from "../../features.ts";
import type { Storage } from "../../ports/storage.ts";
import type { UpdatePort } from "../../ports/updates.ts";
import { CEILING_RECORD } from "../../sealed/taken-counters.ts";
import { STANDING_RECORD } from "../../update/standing.ts";
import { readNewest, writeNewest } from "../../update/two-copies.ts";
import { HASHES } from "./hash.ts";
import { UPDATE_STORE } from "./update-store.ts";

const FILES: Storage = {
  readRecord: (name) => require("Storage").read(name),
  writeRecord: (name, bytes) => require("Storage").write(name, bytes),
};

export function readWhole(name: string): string | undefined {
  return isInTwoFiles(name) ? readNewest(FILES, name) : FILES.readRecord(name);
}

function isInTwoFiles(name: string): boolean {
  return name === STANDING_RECORD || (SEALED && name === CEILING_RECORD);
}

export function writeWhole(name: string, bytes: string): boolean {
  try {
    return isInTwoFiles(name) ? writeNewest(FILES, name, bytes) : FILES.writeRecord(name, bytes);
  } catch {
    // Storage is full.
    return false;
  }
}

export function updatePort(): UpdatePort {
  const started = typeof ringmoteSlot === "undefined" ? 0 : ringmoteSlot;
  return { board: "", target: "espruino", hashes: HASHES, store: UPDATE_STORE, started };
}
