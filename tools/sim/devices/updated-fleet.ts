// Devices of a fleet that take updates: each has its own parts and records, and all that run one image have
// one firmware.
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import type { NodeFirmware } from "../../../src/platform/node/run-device.ts";
import { contentOf } from "../../../src/platform/node/stored-image.ts";
import type { World } from "../../../src/platform/node/world.ts";
import { KEY_RECORD } from "../../../src/update/key.ts";
import type { UpdateImage } from "../../update/signed-update.ts";
import { MemoryParts } from "./memory-parts.ts";
import { type PoweredDevice, powerUpdated, simulatedFirmware } from "./powered-device.ts";
import { deviceIn, flashImage } from "./simulated-image.ts";
import { storageOf, UpdateLoader } from "./update-loader.ts";

export interface FleetUpdates {
  /** The image that each is flashed with. */
  image: UpdateImage;
  /** The record of the key that all of them have. */
  key: string;
  /** Of the device that an image declares, the one that runs. */
  speaking: (declaration: DeviceDeclaration) => DeviceDeclaration;
}

/** Starts a device in its world. */
export type Starter = (world: World) => PoweredDevice;

export function startUpdated({ image, key, speaking }: FleetUpdates): Starter {
  const made = new Map<string, NodeFirmware>();
  const firmwareOf = (content: string) => {
    const firmware = made.get(content) ?? simulatedFirmware(speaking(deviceIn(content)));
    made.set(content, firmware);
    return firmware;
  };
  return (world) => {
    const parts = new MemoryParts();
    world.storage.set(KEY_RECORD, key);
    flashImage(storageOf(world), parts, image);
    const read = new UpdateLoader(world, parts, (manifest) =>
      firmwareOf(contentOf(manifest, parts.contentOf)),
    );
    return powerUpdated(world, read);
  };
}
