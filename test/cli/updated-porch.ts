// A simulated device at a broker that takes updates: its key, its firmware and the next one lie in a folder
// that goes with the test.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, vi } from "vitest";
import { createRealWorld } from "../../src/platform/node/real-world.ts";
import { contentOf } from "../../src/platform/node/stored-image.ts";
import { UpdateFolder } from "../../src/platform/node/update-folder.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { KEY_RECORD } from "../../src/update/key.ts";
import type { Manifest } from "../../src/update/manifest.ts";
import { powerUpdated, simulatedFirmware } from "../../tools/sim/devices/powered-device.ts";
import { deviceIn, flashImage, simulatedImage } from "../../tools/sim/devices/simulated-image.ts";
import { storageOf, UpdateLoader } from "../../tools/sim/devices/update-loader.ts";
import { createPacedTimers } from "../../tools/sim/worlds/paced-timers.ts";
import { KeyStore } from "../../tools/update/key-store.ts";
import { keptAt } from "./kept-at.ts";
import { writeUpdatedFirmware } from "./updated-firmware.ts";

/** A minute of trial in a second or two. */
const SPEED = 60;

/**
 * Switches it on with the version 1.0.0; `isAnnounced`: it is in Home Assistant. Resolves when it says how it
 * stands.
 */
export async function startPorch(id: string, port: number, isAnnounced = false) {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-porch-"));
  const [keys, first, next] = ["keys", "first", "next"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeUpdatedFirmware(first, "porch", "lamp", isAnnounced);
  writeUpdatedFirmware(next, "porch", "lantern", isAnnounced);
  const store = new KeyStore(keys);
  store.make(id, "hmac");
  const console: string[] = [];
  const world = createRealWorld({
    timers: createPacedTimers(SPEED),
    connectsAtOnce: true,
    storage: new Map([
      [SETTINGS, settingsRecord({ host: "127.0.0.1", port, id })],
      [KEY_RECORD, store.recordOf(id)],
    ]),
    log: (line) => console.push(line),
  });
  const parts = new UpdateFolder(join(folder, "parts"));
  flashImage(storageOf(world), parts, await simulatedImage("porch", first, "1.0.0"));
  const read = (manifest: Manifest) =>
    simulatedFirmware(deviceIn(contentOf(manifest, (name) => parts.contentOf(name))));
  const powered = powerUpdated(world, new UpdateLoader(world, parts, read));
  onTestFinished(async () => {
    powered.cutPower();
    await world.end();
    rmSync(folder, { recursive: true });
  });
  const topics = async () => (await keptAt(`mqtt://127.0.0.1:${port}`)).map(([topic]) => topic);
  await vi.waitFor(async () => expect(await topics()).toContain(`home/${id}/update`), 10_000);
  return { keys, next, console, store, powered };
}
