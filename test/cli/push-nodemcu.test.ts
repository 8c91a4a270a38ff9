// ringmote push to a device under NodeMCU, as it was flashed: a hosted chip takes the update over a broker,
// and runs it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { createRealWorld } from "../../src/platform/node/real-world.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { KEY_RECORD } from "../../src/update/key.ts";
import { slotRecord } from "../../src/update/standing.ts";
import { imageFor, pushedFirmware } from "../../tools/cli/push/update-image.ts";
import { flashImage } from "../../tools/flash/flash-image.ts";
import { imageInLfs } from "../../tools/flash/nodemcu/image-in-lfs.ts";
import { storedImage } from "../../tools/flash/nodemcu/stored-image.ts";
import { makeLfs } from "../../tools/flash/nodemcu/terminal-lfs.ts";
import { keptImage } from "../../tools/image/keep/kept-image.ts";
import { hostNodeMcu } from "../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { createPacedTimers } from "../../tools/sim/worlds/paced-timers.ts";
import { LONG_NUMBERS } from "../../tools/targets/nodemcu/lfs/numbers-53.ts";
import { KeyStore } from "../../tools/update/key-store.ts";
import { ringmoteHere } from "./in-process.ts";
import { keptAt } from "./kept-at.ts";
import { writeUpdatedFirmware } from "./updated-firmware.ts";

const DEVICE = "porch-1";
/** A minute of trial in some seconds. */
const SPEED = 20;

vi.setConfig({ testTimeout: 240_000 });

test.each([
  ["files", "nodemcu", undefined],
  ["the LFS", "nodemcu-lfs-5.1-8-8-131072", { lua: "5.1", numbers: LONG_NUMBERS, lfsBytes: 131_072 }],
] as const)("a NodeMCU flashed into %s takes a pushed firmware, and runs it", async (_where, target, lfs) => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-push-"));
  const [first, next, keys] = ["first", "next", "keys"].map((name) => join(folder, name));
  writeUpdatedFirmware(first, "porch");
  writeUpdatedFirmware(next, "porch", "lantern");
  const store = new KeyStore(keys);
  store.make(DEVICE, "hmac");
  const broker = await startBroker(0);
  const image = await keptImage({ firmware: first, board: "d1-mini-nodemcu" });
  const flashed = flashImage(image);
  const inPlace = lfs === undefined ? flashed : imageInLfs(flashed, await makeLfs(flashed, lfs), lfs);
  const { loader, list, files, manifest = "" } = storedImage(inPlace);
  const storage = new Map([
    ...files.map(({ name, content }) => [name, content] as const),
    ["init.lua", loader],
    ["ringmote.lua", list],
    [slotRecord(0), manifest],
    [SETTINGS, settingsRecord({ ssid: "net", host: "127.0.0.1", port: broker.port, id: DEVICE })],
    [KEY_RECORD, store.recordOf(DEVICE)],
  ]);
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const world = createRealWorld({ timers: createPacedTimers(SPEED), connectsAtOnce: true, storage, log });
  const host = hostNodeMcu({
    image: {},
    chip: "esp8266",
    world,
    hasCrypto: true,
    lfsBytes: lfs?.lfsBytes ?? 0,
  });
  onTestFinished(async () => {
    host.kill();
    await world.end();
    await broker.close();
    rmSync(folder, { recursive: true });
  });
  host.boot();
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
  expect(kept.get(`home/${DEVICE}/update`)).toContain(
    `version=1.1.0\nboard=d1-mini-nodemcu\ntarget=${target}\n`,
  );
});

test("a pushed image is refused where a device's LFS is too small", async () => {
  const folder = porchFolder();
  writeUpdatedFirmware(folder, "porch");
  const pushed = await pushedFirmware(folder);
  const device = { board: "d1-mini-nodemcu", target: "nodemcu-lfs-5.1-8-8-32768" };
  await expect(imageFor(device, pushed)).rejects.toThrow(
    /^The code of porch fills \d+ bytes of the LFS, and the device's has 32768; leave parts of it out/,
  );
});

test("an image that needs the LFS is refused for a device in files", async () => {
  const folder = porchFolder();
  writeUpdatedFirmware(folder, "porch", "lamp", true);
  const file = join(folder, "device.ts");
  const large = 'settings: "remote", safeMode: true, clock: { zone: "Europe/Berlin" },';
  writeFileSync(file, readFileSync(file, "utf8").replace("discovery:", `${large} discovery:`));
  const pushed = await pushedFirmware(folder);
  await expect(imageFor({ board: "d1-mini-nodemcu", target: "nodemcu" }, pushed)).rejects.toThrow(
    /^porch fits the memory of d1-mini-nodemcu only with its code in the LFS, and the device runs from files/,
  );
  const { parts } = await imageFor(
    { board: "d1-mini-nodemcu", target: "nodemcu-lfs-5.1-8-8-131072" },
    pushed,
  );
  expect(parts.map(({ name }) => name)).toEqual([
    expect.stringMatching(/^ringmote-[0-9a-f]{8}\.lua$/),
    expect.stringMatching(/^lfs-[0-9a-f]{12}\.img$/),
  ]);
});

function porchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-push-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, "porch");
}
