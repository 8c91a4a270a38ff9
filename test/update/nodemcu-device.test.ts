// A device under NodeMCU that takes updates, as it is built and flashed: from the offer to the confirmed
// image, over a broker, on hosted chips.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HASHES } from "../../src/platform/node/hash.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { KEY_RECORD, type KeyKind } from "../../src/update/key.ts";
import { slotRecord } from "../../src/update/standing.ts";
import type { FlashImage } from "../../tools/flash/device-console.ts";
import { flashImage, updateImage } from "../../tools/flash/flash-image.ts";
import { neededModules } from "../../tools/flash/nodemcu/needed-modules.ts";
import { storedImage } from "../../tools/flash/nodemcu/stored-image.ts";
import { buildImage } from "../../tools/image/build.ts";
import { hostNodeMcu } from "../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { KeyStore } from "../../tools/update/key-store.ts";
import {
  hmacSigner,
  type SignedUpdate,
  type Signer,
  signedUpdate,
  sliceFor,
} from "../../tools/update/signed-update.ts";
import { hexOf } from "./everywhere.ts";

const KEY = "\x07".repeat(32);
const DEVICE = "porch-1";
const ROOT = `home/${DEVICE}`;
const MINUTE = 60_000;
/** Three starts of two seconds, that of the old image, and its way to the broker. */
const TAKEN_BACK_MS = 20_000;
const PINS = {
  "esp8266-nodemcu": { relay: "D5", probe: "A0" },
  "esp32-nodemcu": { relay: "IO4", probe: "IO34" },
} as const;
type BoardName = keyof typeof PINS;

const awake = (name: string) => `actuators: [powerSwitch("${name}", relay("relay"))]`;
const asleep = (name: string) => `sleep: { every: minutes(15) },
sensors: [sensor("${name}", soilMoisture("probe").percent, { every: minutes(15), unit: "%" })]`;

function folderOf(parts: string, role: "relay" | "probe", key: KeyKind = "hmac"): string {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-updates-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  writeFileSync(
    join(folder, "device.ts"),
    `import { device, minutes, powerSwitch, sensor } from "ringmote";
import { relay } from "ringmote/drivers/relay.ts";
import { soilMoisture } from "ringmote/drivers/soil-moisture.ts";
export default device({ name: "porch", update: { key: "${key}" }, ${parts} });
`,
  );
  const wirings = Object.entries(PINS).map(([name, pins], i) => ({
    head: `import board${i} from "ringmote/boards/${name}.ts";\n`,
    row: `"${name}": wire(board${i}, { ${role}: "${pins[role]}" }),\n`,
  }));
  writeFileSync(
    join(folder, "wiring.ts"),
    `import { wire } from "ringmote/boards/board.ts";
${wirings.map(({ head }) => head).join("")}export default {\n${wirings.map(({ row }) => row).join("")}};\n`,
  );
  return folder;
}

const folders = {
  old: folderOf(awake("lamp"), "relay"),
  new: folderOf(awake("light"), "relay"),
  "old sleeper": folderOf(asleep("moisture"), "probe"),
  "new sleeper": folderOf(asleep("wetness"), "probe"),
  "old of its maker": folderOf(awake("lamp"), "relay", "lms"),
  "new of its maker": folderOf(awake("light"), "relay", "lms"),
};
const builds = new Map<string, Promise<FlashImage>>();

function built(which: keyof typeof folders, board: BoardName): Promise<FlashImage> {
  const key = `${which} ${board}`;
  const image = builds.get(key) ?? buildImage({ firmware: folders[which], board }).then(flashImage);
  builds.set(key, image);
  return image;
}

const OWNER: Signer = hmacSigner("hmac-sha256", HASHES.sha256, KEY);

async function updateFor(
  board: BoardName,
  spoil = (content: string) => content,
  next: keyof typeof folders = "new",
  signer = OWNER,
): Promise<SignedUpdate> {
  const image = updateImage(await built(next, board), "1.1.0");
  const parts = image.parts.map(({ name, content }, i) => ({
    name,
    content: i === 1 ? spoil(content) : content,
  }));
  return signedUpdate({ ...image, id: "porch", parts }, { device: DEVICE, counter: 2 }, signer);
}

/** The board as it was flashed, with the old image, in a world with a broker that serves an update. */
async function flashed(
  board: BoardName,
  key = `hmac-sha256 ${hexOf(KEY)}\n`,
  old: keyof typeof folders = "old",
) {
  const { loader, list, files, manifest = "" } = storedImage(await built(old, board));
  const storage = new Map([
    ...files.map(({ name, content }) => [name, content] as const),
    ["init.lua", loader],
    ["ringmote.lua", list],
    [slotRecord(0), manifest],
    [SETTINGS, settingsRecord({ ssid: "net", host: "broker", id: DEVICE })],
    ...(key === "" ? [] : [[KEY_RECORD, key] as const]),
  ]);
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const lines: string[] = [];
  const world = createVirtualWorld({ clock, storage, peer: broker.peer, log: (line) => lines.push(line) });
  const chip = board === "esp32-nodemcu" ? "esp32" : "esp8266";
  const host = hostNodeMcu({ image: {}, chip, world, joinsWithWorld: true, hasCrypto: true });
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
  host.boot();
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

describe.each(Object.keys(PINS) as BoardName[])("on the %s", (board) => {
  beforeAll(async () => {
    await Promise.all([built("old", board), built("new", board)]);
  }, 240_000);

  test("an offered image is fetched, tried, and confirmed after a minute", async () => {
    const device = await flashed(board);
    expect([device.told("board"), device.told("counter"), device.told("state")]).toEqual([
      board,
      "0",
      "idle",
    ]);
    device.offer(await updateFor(board));
    for (let i = 0; i < 60 && device.told("state") !== "on trial"; i += 1) device.pass(2000);
    expect([device.told("version"), device.told("state")]).toEqual(["1.1.0", "on trial"]);
    device.pass(2 * MINUTE);
    expect([device.told("version"), device.told("counter"), device.told("state")]).toEqual([
      "1.1.0",
      "2",
      "idle",
    ]);
    expect(device.host.panics).toEqual([]);
    expect(device.lines.join("\n")).not.toContain(hexOf(KEY));
  }, 60_000);

  test("an image that throws at once is reverted within seconds", async () => {
    const device = await flashed(board);
    device.offer(await updateFor(board, (content) => `error("broken")\n${content}`));
    const isBroken = () => device.lines.some((line) => line.includes("broken"));
    for (let i = 0; i < 60 && !isBroken(); i += 1) device.pass(1000);
    device.pass(TAKEN_BACK_MS);
    expect([device.told("counter"), device.told("state")]).toEqual(["2", "idle"]);
    expect(device.told("version")).not.toBe("1.1.0");
    expect(device.lines.filter((line) => line.includes("broken"))).toHaveLength(3);
  }, 120_000);

  test("a device without a key refuses every update", async () => {
    const device = await flashed(board, "");
    device.offer(await updateFor(board));
    device.pass(MINUTE);
    expect(device.told("says")).toBe("update refused: this device has no key for updates");
  }, 60_000);

  test("the firmware must include the module crypto", async () => {
    expect(neededModules(await built("old", board))).toContain("crypto");
  });
});

test("a device that sleeps is awake for its update, and sleeps again", async () => {
  const board = "esp8266-nodemcu";
  const device = await flashed(board, undefined, "old sleeper");
  device.pass(2 * MINUTE);
  expect(device.status()).toBe("sleeping");
  device.offer(await updateFor(board, undefined, "new sleeper"));
  for (let i = 0; i < 20 && device.told("state") !== "on trial"; i += 1) device.pass(MINUTE);
  expect([device.told("version"), device.status()]).toEqual(["1.1.0", "online"]);
  device.pass(2 * MINUTE);
  expect([device.told("state"), device.status()]).toEqual(["idle", "sleeping"]);
  device.pass(60 * MINUTE);
  expect([device.told("version"), device.status()]).toEqual(["1.1.0", "sleeping"]);
  expect(device.host.panics).toEqual([]);
}, 240_000);

test("a device takes what its maker's LMS key has signed, and no more", async () => {
  const board = "esp8266-nodemcu";
  const keys = new KeyStore(mkdtempSync(join(tmpdir(), "ringmote-keys-")));
  afterAll(() => rmSync(keys.folder, { recursive: true }));
  for (const name of ["maker", "other"]) keys.make(name, "lms");
  const device = await flashed(board, keys.recordOf("maker"), "old of its maker");
  const updateBy = (name: string) => updateFor(board, undefined, "new of its maker", keys.signerOf(name));
  device.offer(await updateBy("other"));
  device.pass(MINUTE);
  expect(device.told("says")).toBe("update refused: its tag is not by this device's key");
  device.offer(await updateBy("maker"));
  for (let i = 0; i < 60 && device.told("state") !== "on trial"; i += 1) device.pass(2000);
  device.pass(2 * MINUTE);
  expect([device.told("version"), device.told("state")]).toEqual(["1.1.0", "idle"]);
  expect(device.host.panics).toEqual([]);
}, 240_000);
