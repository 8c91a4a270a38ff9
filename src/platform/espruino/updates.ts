// The port of updates, and the record that their loader reads (tools/targets/espruino/update-loader.ts). A
// write of Storage deletes what was there first, so that record is in two files.
import type { Storage } from "../../ports/storage.ts";
import type { UpdatePort } from "../../ports/updates.ts";
import { STANDING_RECORD } from "../../update/standing.ts";
import { readNewest, writeNewest } from "../../update/two-copies.ts";
import { HASHES } from "./hash.ts";
import { UPDATE_STORE } from "./update-store.ts";

const FILES: Storage = {
  readRecord: (name) => require("Storage").read(name),
  writeRecord: (name, bytes) => require("Storage").write(name, bytes),
};

export function readStandingOr(name: string): string | undefined {
  return name === STANDING_RECORD ? readNewest(FILES, name) : FILES.readRecord(name);
}

export function writeStandingOr(name: string, bytes: string): boolean {
  try {
    return name === STANDING_RECORD ? writeNewest(FILES, name, bytes) : FILES.writeRecord(name, bytes);
  } catch {
    // Storage is full.
    return false;
  }
}

export function updatePort(): UpdatePort {
  const started = typeof ringmoteSlot === "undefined" ? 0 : ringmoteSlot;
  return { board: "", target: "espruino", hashes: HASHES, store: UPDATE_STORE, started };
}
