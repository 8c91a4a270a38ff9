// The loader of a simulated device that takes updates: at each start it chooses a slot, as a board's does,
// and makes a firmware of its parts.
import { HASHES } from "../../../src/platform/node/hash.ts";
import type { NodeFirmware } from "../../../src/platform/node/run-device.ts";
import type { World } from "../../../src/platform/node/world.ts";
import type { Storage } from "../../../src/ports/storage.ts";
import type { UpdateStore } from "../../../src/ports/update-store.ts";
import { type Manifest, readManifest } from "../../../src/update/manifest.ts";
import { slotRecord, slotToStart } from "../../../src/update/standing.ts";

/** What a simulated device is, as a manifest names it. */
export const SIMULATED_BOARD = "simulated";
export const SIMULATED_TARGET = "node";

/** The firmware of a manifest's parts. Throws what the image throws. */
export type ReadImage = (manifest: Manifest) => NodeFirmware;

export class UpdateLoader {
  constructor(
    private readonly world: World,
    private readonly store: UpdateStore,
    private readonly read: ReadImage,
  ) {}

  /** What a start brings; `undefined`: the image throws before it runs, which the world is told. */
  atStart(): NodeFirmware | undefined {
    const { world, store } = this;
    const storage = storageOf(world);
    const started = slotToStart(storage);
    world.updates = {
      board: SIMULATED_BOARD,
      target: SIMULATED_TARGET,
      hashes: HASHES,
      store,
      started,
    };
    const manifest = readManifest(storage.readRecord(slotRecord(started)) ?? "");
    try {
      return this.read(manifest);
    } catch (error) {
      world.log(`${manifest.id} ${manifest.version} does not start: ${(error as Error).message}`);
      return undefined;
    }
  }
}

export function storageOf({ storage }: Pick<World, "storage">): Storage {
  return {
    readRecord: (name) => storage.get(name),
    writeRecord: (name, bytes) => storage.set(name, bytes).get(name) === bytes,
  };
}
