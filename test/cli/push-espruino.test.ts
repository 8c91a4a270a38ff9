// ringmote push to a device under Espruino, as it was flashed: a hosted chip takes the update over a broker,
// and runs it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import esp32 from "../../boards/esp32-espruino.ts";
import { createRealWorld } from "../../src/platform/node/real-world.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { KEY_RECORD } from "../../src/update/key.ts";
import { slotRecord } from "../../src/update/standing.ts";
import { UPDATE_LOADER } from "../../tools/flash/espruino/stored-image.ts";
import { flashImage, updateImage } from "../../tools/flash/flash-image.ts";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { hostEspruino } from "../../tools/laboratory/hosts/espruino/host.ts";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { createPacedTimers } from "../../tools/sim/worlds/paced-timers.ts";
import { KeyStore } from "../../tools/update/key-store.ts";
import { ringmoteHere } from "./in-process.ts";
import { keptAt } from "./kept-at.ts";
import { writeUpdatedFirmware } from "./updated-firmware.ts";

const DEVICE = "porch-1";
/** A minute of trial in some seconds. */
const SPEED = 20;

vi.setConfig({ testTimeout: 240_000 });

test("a flashed Espruino takes a pushed firmware, and runs it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-push-"));
  const [first, next, keys] = ["first", "next", "keys"].map((name) => join(folder, name));
  writeUpdatedFirmware(first, "porch");
  writeUpdatedFirmware(next, "porch", "lantern");
  const store = new KeyStore(keys);
  store.make(DEVICE, "hmac");
  const broker = await startBroker(0);
  const image = flashImage(await keptImage({ firmware: first, board: "esp32-espruino" }));
  const storage = new Map([
    ...updateImage(image).parts.map(({ name, content }) => [name, content] as const),
    [".bootcde", UPDATE_LOADER],
    [slotRecord(0), image.manifest ?? ""],
    [SETTINGS, settingsRecord({ ssid: "net", host: "127.0.0.1", port: broker.port, id: DEVICE })],
    [KEY_RECORD, store.recordOf(DEVICE)],
  ]);
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const world = createRealWorld({ timers: createPacedTimers(SPEED), connectsAtOnce: true, storage, log });
  const host = hostEspruino({ world, board: esp32, chunkBytes: 536 });
  onTestFinished(async () => {
    host.kill();
    await world.end();
    await broker.close();
    rmSync(folder, { recursive: true });
  });
  const url = `mqtt://127.0.0.1:${broker.port}`;
  await vi.waitFor(
    async () => expect((await keptAt(url)).map(([topic]) => topic)).toContain(`home/${DEVICE}/update`),
    { timeout: 20_000, interval: 500 },
  );
  const args = ["push", next, "--broker", url, "--to", DEVICE, "--keys", keys, "--as", "1.1.0"];
  const run = ringmoteHere(args);
  expect(await run.ended, run.errors() + lines.join("\n")).toBe(0);
  const kept = new Map(await keptAt(url));
  expect(kept.get(`home/${DEVICE}/lantern`)).toBe("off");
  expect(kept.get(`home/${DEVICE}/update`)).toMatch(/version=1\.1\.0\nboard=esp32-espruino\n/);
});
