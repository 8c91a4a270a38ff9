// ringmote push to a simulated device at a broker: it takes the update, refuses it, or goes back, and the command says which.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { createRealWorld } from "../../src/platform/node/real-world.ts";
import { contentOf } from "../../src/platform/node/stored-image.ts";
import { UpdateFolder } from "../../src/platform/node/update-folder.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { KEY_RECORD } from "../../src/update/key.ts";
import type { Manifest } from "../../src/update/manifest.ts";
import { giveKey } from "../../tools/cli/key/give-key.ts";
import { type EmbeddedBroker, startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { powerUpdated, simulatedFirmware } from "../../tools/sim/devices/powered-device.ts";
import { deviceIn, flashImage, simulatedImage } from "../../tools/sim/devices/simulated-image.ts";
import { storageOf, UpdateLoader } from "../../tools/sim/devices/update-loader.ts";
import { createPacedTimers } from "../../tools/sim/worlds/paced-timers.ts";
import { KeyStore } from "../../tools/update/key-store.ts";
import { ringmote } from "./child.ts";
import { ringmoteHere } from "./in-process.ts";
import { keptAt } from "./kept-at.ts";
import { writeUpdatedFirmware } from "./updated-firmware.ts";

const DEVICE = "porch-00112233aabb";
/** A minute of trial in a second or two. */
const SPEED = 60;

vi.setConfig({ testTimeout: 240_000 });

/** A simulated device at a broker, and its key; a folder with its firmware and the next one. */
async function setUp() {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-push-"));
  const broker = await startBroker(0);
  const keys = join(folder, "keys");
  const [first, next] = [join(folder, "first"), join(folder, "next")];
  writeUpdatedFirmware(first, "porch");
  writeUpdatedFirmware(next, "porch", "lantern");
  const store = new KeyStore(keys);
  store.make(DEVICE, "hmac");
  const storage = new Map([
    [SETTINGS, settingsRecord({ host: "127.0.0.1", port: broker.port })],
    [KEY_RECORD, store.recordOf(DEVICE)],
  ]);
  const console: string[] = [];
  const world = createRealWorld({
    timers: createPacedTimers(SPEED),
    connectsAtOnce: true,
    chipId: "00112233aabb",
    storage,
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
    await broker.close();
    rmSync(folder, { recursive: true });
  });
  await vi.waitFor(async () => expect(await topics(broker)).toContain(`home/${DEVICE}/update`), 10_000);
  return { broker, keys, next, console, store, powered };
}

async function topics({ port }: EmbeddedBroker): Promise<string[]> {
  return (await keptAt(`mqtt://127.0.0.1:${port}`)).map(([topic]) => topic);
}

function push({ port }: EmbeddedBroker, keys: string, firmware: string, ...more: string[]) {
  const args = ["push", firmware, "--broker", `mqtt://127.0.0.1:${port}`, "--to", DEVICE, "--keys", keys];
  return ringmoteHere([...args, ...more]);
}

test("a pushed firmware is tried, confirmed, and runs", async () => {
  const { broker, keys, next } = await setUp();
  const run = push(broker, keys, next, "--as", "1.1.0", "--json");
  expect(await run.ended, run.errors()).toBe(0);
  const steps = run
    .output()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).step);
  expect([...new Set(steps)]).toEqual([
    "version 1.1.0 is offered",
    "fetching",
    "on trial: it is confirmed once it has been connected for a minute",
    "version 1.1.0 is confirmed",
  ]);
  const kept = new Map(await keptAt(`mqtt://127.0.0.1:${broker.port}`));
  expect(kept.get(`home/${DEVICE}/lantern`)).toBe("off");
  expect(kept.get(`home/${DEVICE}/update`)).toContain("version=1.1.0\n");
  // The offer is taken back.
  expect(kept.has(`home/${DEVICE}/update/set`)).toBe(false);
});

test("a device of ringmote run takes the update, and starts it again", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-run-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const [source, next, records, keys] = ["source", "next", "records", "keys"].map((name) =>
    join(folder, name),
  );
  writeUpdatedFirmware(source, "porch");
  writeUpdatedFirmware(next, "porch", "lantern");
  const store = new KeyStore(keys);
  store.make(DEVICE, "hmac");
  giveKey(records, store.recordOf(DEVICE));
  const at = ["--broker", `mqtt://127.0.0.1:${broker.port}`, "--chip", "00112233aabb", "--storage", records];
  const start = async () => {
    const run = ringmote(["run", source, ...at]);
    await run.wrote(/porch: connected/);
    return run;
  };
  const end = async (run: Awaited<ReturnType<typeof start>>) => {
    run.process.kill("SIGINT");
    expect(await run.ended, run.errors()).toBe(0);
  };
  let run = await start();
  const pushed = push(broker, keys, next, "--as", "1.1.0", "--json");
  await pushed.wrote(/on trial/);
  pushed.interrupt();
  expect(await pushed.ended).toBe(1);
  expect(pushed.errors()).toContain(
    "was still trying version 1.1.0; it confirms it, or goes back, by itself.\n",
  );
  await run.wrote(/pin lantern is 0/);
  await end(run);
  run = await start();
  await run.wrote(/pin lantern is 0/);
  await end(run);
  // A changed source is flashed, as by the cable.
  writeUpdatedFirmware(source, "porch", "torch");
  run = await start();
  await run.wrote(/pin torch is 0/);
  await end(run);
});

test("an update that another key signs is refused, with the device's reason", async () => {
  const { broker, keys, next, store } = await setUp();
  store.rotate(DEVICE);
  const run = push(broker, keys, next);
  expect(await run.ended).toBe(1);
  expect(run.errors()).toContain(
    `ringmote: home/${DEVICE}: update refused: its tag is not by this device's key.\n`,
  );
  const again = push(broker, keys, next, "--sign", `${DEVICE}.before-1`);
  expect(await again.ended, again.errors()).toBe(0);
});

test("a dry run offers nothing, and says what it would", async () => {
  const { broker, keys, next } = await setUp();
  const run = push(broker, keys, next, "--as", "1.1.0", "--dry-run");
  expect(await run.ended).toBe(0);
  expect(run.output()).toMatch(
    /^porch 1\.0\.0 -> 1\.1\.0: 1 part of \d+ bytes together, and a manifest of \d+; the device asks for what it lacks of these\. Nothing was offered\.\n$/,
  );
  expect(await topics(broker)).not.toContain(`home/${DEVICE}/update/set`);
});

test("a device that goes away is not waited for without end", async () => {
  const { broker, keys, next, powered } = await setUp();
  powered.cutPower();
  const run = push(broker, keys, next, "--seconds", "1");
  expect(await run.ended).toBe(1);
  expect(run.errors()).toContain(
    "and it is not offered any more; say the same again to go on where it was.\n",
  );
  expect(await topics(broker)).not.toContain(`home/${DEVICE}/update/set`);
});

test("a firmware that takes no updates, and a device that tells of none, are refused", async () => {
  const { broker, keys, next } = await setUp();
  const climate = push(broker, keys, "climate");
  expect([await climate.ended, climate.errors()]).toEqual([
    2,
    'ringmote: The firmware climate takes no updates, so that no other one would follow it; write update: { key: "hmac" } into its device.\n',
  ]);
  const nobody = push(broker, keys, next, "--to", "attic-1", "--sign", DEVICE);
  expect([await nobody.ended, nobody.errors()]).toEqual([
    1,
    'ringmote: No device tells at home/attic-1/update that it takes updates; is it there, and does it declare `update: { key: "hmac" }`?\n',
  ]);
});
