// Sealed lock of the home's front door: the same firmware, whose lock obeys sealed commands alone, and the key
// that it has for them.
import { join } from "node:path";
import { HASHES } from "../../../src/platform/node/hash.ts";
import { UpdateFolder } from "../../../src/platform/node/update-folder.ts";
import type { World } from "../../../src/platform/node/world.ts";
import { KEY_RECORD } from "../../../src/update/key.ts";
import type { KeyStore } from "../../update/key-store.ts";
import type { OwnFirmware } from "../devices/own-firmware.ts";
import { SIMULATED_BOARD, SIMULATED_TARGET } from "../devices/update-loader.ts";

/** The firmware with the lock. */
export const SEALED_FIRMWARE = "door-lock";

export function withSealedLock({ name, declaration }: OwnFirmware): OwnFirmware {
  if (name !== SEALED_FIRMWARE) return { name, declaration };
  const actuators = declaration.actuators?.map((actuator) => ({
    ...actuator,
    options: { ...actuator.options, sealed: true },
    isSealed: true,
  }));
  return { name, declaration: { ...declaration, update: { key: "hmac" }, actuators } };
}

/** What its storage has from the first start on: the record of a new key. */
export function keyRecordOf(keys: KeyStore, identity: string): [name: string, record: string] {
  keys.make(identity, "hmac");
  return [KEY_RECORD, keys.recordOf(identity)];
}

/** Its chip is able to hash. Nobody brings it an update. */
export function giveHashes(world: World, keys: KeyStore): void {
  const store = new UpdateFolder(join(keys.folder, "parts"));
  world.updates = { board: SIMULATED_BOARD, target: SIMULATED_TARGET, hashes: HASHES, started: 0, store };
}
