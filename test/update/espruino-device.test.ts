// A device under Espruino that takes updates, as it is built and flashed: from the offer to the confirmed
// image, over a broker, on a hosted chip.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import esp32 from "../../boards/esp32-espruino.ts";
import { HASHES } from "../../src/platform/node/hash.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { KEY_RECORD } from "../../src/update/key.ts";
import { slotRecord } from "../../src/update/standing.ts";
import type { FlashImage } from "../../tools/flash/device-console.ts";
import { UPDATE_LOADER } from "../../tools/flash/espruino/stored-image.ts";
import { flashImage, updateImage } from "../../tools/flash/flash-image.ts";
import { buildImage } from "../../tools/image/build.ts";
import { hostEspruino } from "../../tools/laboratory/hosts/espruino/host.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { hmacSigner, type SignedUpdate, signedUpdate, sliceFor } from "../../tools/update/signed-update.ts";
import { hexOf } from "./everywhere.ts";

vi.setConfig({ testTimeout: 120_000 });

const KEY = "\x07".repeat(32);
const DEVICE = "porch-1";
const ROOT = `home/${DEVICE}`;
const MINUTE = 60_000;
const BOARD = "esp32-espruino";

const awake = (name: string) => `actuators: [powerSwitch("${name}", relay("relay"))]`;
const asleep = (name: string) => `sleep: { every: minutes(15) },
sensors: [sensor("${name}", soilMoisture("probe").percent, { every: minutes(15), unit: "%" })]`;

function folderOf(parts: string, wires: string): string {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-updates-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  writeFileSync(
    join(folder, "device.ts"),
    `import { device, minutes, powerSwitch, sensor } from "ringmote";
import { relay } from "ringmote/drivers/relay.ts";
import { soilMoisture } from "ringmote/drivers/soil-moisture.ts";
export default device({ name: "porch", update: { key: "hmac" }, ${parts} });
`,
  );
  writeFileSync(
    join(folder, "wiring.ts"),
    `import board from "ringmote/boards/${BOARD}.ts";
import { wire } from "ringmote/boards/board.ts";
export default { "${BOARD}": wire(board, { ${wires} }) };
`,
  );
  return folder;
}

const [RELAY, PROBE] = ['relay: "D4"', 'probe: "D34"'];
const folders = {
  old: folderOf(awake("lamp"), RELAY),
  new: folderOf(awake("light"), RELAY),
  "old sleeper": folderOf(asleep("moisture"), PROBE),
  "new sleeper": folderOf(asleep("wetness"), PROBE),
};
const builds = new Map<string, FlashImage>();

async function build(...firmwares: (keyof typeof folders)[]): Promise<void> {
  for (const each of firmwares)
    builds.set(each, flashImage(await buildImage({ firmware: folders[each], board: BOARD })));
}

beforeAll(() => build("old", "new"), 240_000);

function built(which: keyof typeof folders): FlashImage {
  return builds.get(which) as FlashImage;
}

const signer = hmacSigner("hmac-sha256", HASHES.sha256, KEY);

function updateFor(spoil = (content: string) => content, next: keyof typeof folders = "new"): SignedUpdate {
  const image = updateImage(built(next), "1.1.0");
  const parts = image.parts.map(({ name, content }, i) => ({
    name,
    content: i === 0 ? spoil(content) : content,
  }));
  return signedUpdate({ ...image, id: "porch", parts }, { device: DEVICE, counter: 2 }, signer);
}

/** The board as it was flashed, with the old image, in a world with a broker that serves an update. */
function flashed(key = KEY, old: keyof typeof folders = "old") {
  const { manifest = "" } = built(old);
  const storage = new Map([
    ...updateImage(built(old)).parts.map(({ name, content }) => [name, content] as const),
    [".bootcde", UPDATE_LOADER],
    [slotRecord(0), manifest],
    [SETTINGS, settingsRecord({ ssid: "net", host: "broker", id: DEVICE })],
    ...(key === "" ? [] : [[KEY_RECORD, `hmac-sha256 ${hexOf(key)}\n`] as const]),
  ]);
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const lines: string[] = [];
  const world = createVirtualWorld({ clock, storage, peer: broker.peer, log: (line) => lines.push(line) });
  const host = hostEspruino({ world, board: esp32, chunkBytes: 536 });
  let answered = 0;
  let offered: SignedUpdate | undefined;
  /** Passes, while whoever serves the update answers. */
  const pass = (ms: number) => {
    for (let passed = 0; passed < ms; passed += 100) {
      clock.advance(100);
      const wants = broker.received.filter(({ topic }) => topic === `${ROOT}/update/want`);
      for (; answered < wants.length; answered += 1) {
        const slice = offered && sliceFor(offered, wants[answered]?.payload ?? "");
        if (slice !== undefined) broker.publish(`${ROOT}/update/slice`, slice, { qos: 1 });
      }
    }
  };
  pass(15_000);
  return {
    host,
    lines,
    storage,
    pass,
    offer: (update: SignedUpdate) => {
      offered = update;
      broker.publish(`${ROOT}/update/set`, update.offer, { qos: 1, retain: true });
    },
    status: () => broker.kept(`${ROOT}/status`),
    told: (key: string) =>
      new RegExp(`^${key}=(.*)$`, "m").exec(broker.kept(`${ROOT}/update`) ?? "")?.[1] ?? "",
  };
}

test("an offered image is fetched, tried, and confirmed after a minute", () => {
  const device = flashed();
  expect([device.told("board"), device.told("counter"), device.told("state")]).toEqual([BOARD, "0", "idle"]);
  device.offer(updateFor());
  for (let i = 0; i < 60 && device.told("state") !== "on trial"; i += 1) device.pass(2000);
  expect([device.told("version"), device.told("state")]).toEqual(["1.1.0", "on trial"]);
  device.pass(2 * MINUTE);
  const confirmed = [device.told("version"), device.told("counter"), device.told("state")];
  expect(confirmed).toEqual(["1.1.0", "2", "idle"]);
  // The trial's timer is gone.
  device.pass(15 * MINUTE);
  expect(device.host.boots).toBe(2);
  expect(device.host.errors).toEqual([]);
  expect(device.lines.join("\n")).not.toContain(hexOf(KEY));
});

test("an image that throws at once is reverted after three starts", () => {
  const device = flashed();
  device.offer(updateFor((content) => `throw "broken";${content}`));
  device.pass(45 * MINUTE);
  expect([device.told("counter"), device.told("state")]).toEqual(["2", "idle"]);
  expect(device.told("version")).not.toBe("1.1.0");
  expect(device.host.errors.filter((text) => text.includes("broken"))).toHaveLength(3);
});

test("a device without a key refuses every update", () => {
  const device = flashed("");
  device.offer(updateFor());
  device.pass(MINUTE);
  expect(device.told("says")).toBe("update refused: this device has no key for updates");
});

test("a device that sleeps is awake for its update, and sleeps again", async () => {
  await build("old sleeper", "new sleeper");
  const device = flashed(KEY, "old sleeper");
  device.pass(2 * MINUTE);
  expect(device.status()).toBe("sleeping");
  device.offer(updateFor(undefined, "new sleeper"));
  for (let i = 0; i < 20 && device.told("state") !== "on trial"; i += 1) device.pass(MINUTE);
  expect([device.told("version"), device.status()]).toEqual(["1.1.0", "online"]);
  device.pass(2 * MINUTE);
  expect([device.told("state"), device.status()]).toEqual(["idle", "sleeping"]);
  device.pass(60 * MINUTE);
  expect([device.told("version"), device.status()]).toEqual(["1.1.0", "sleeping"]);
  expect(device.host.errors).toEqual([]);
});
