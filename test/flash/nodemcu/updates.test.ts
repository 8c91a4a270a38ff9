// Uploads to a board whose device takes updates: a record switches, beside which both images lie, and any cut
// leaves one of them.
import { describe, expect, test } from "vitest";
import { HASHES } from "../../../src/platform/node/hash.ts";
import { readManifest } from "../../../src/update/manifest.ts";
import { readStanding, slotRecord, tryOut } from "../../../src/update/standing.ts";
import type { FlashImage, UploadOptions } from "../../../tools/flash/device-console.ts";
import { updateImage } from "../../../tools/flash/flash-image.ts";
import { imageInLfs } from "../../../tools/flash/nodemcu/image-in-lfs.ts";
import { makeLfs } from "../../../tools/flash/nodemcu/terminal-lfs.ts";
import { LONG_NUMBERS, SHORT_NUMBERS } from "../../../tools/targets/nodemcu/lfs/numbers-53.ts";
import { unsignedManifest } from "../../../tools/update/signed-update.ts";
import { type BoardOptions, type Chip, imageOf, startsWith, switchOn } from "./board.ts";

const LFS_BYTES = 65_536;
const LUA = {
  esp8266: { lua: "5.1", numbers: LONG_NUMBERS },
  esp32: { lua: "5.3", numbers: SHORT_NUMBERS },
} as const;
const IN_LFS: UploadOptions = { makeLfs, lfs: "always" };

/** An image of a device that takes updates, with functions that are read when they are called. */
function updatable(words: string, chip: Chip): FlashImage {
  const image = imageOf(words, chip, { "ovabcde0.lua": `return "called"` });
  return { ...image, manifest: unsignedManifest(updateImage(image), image.firmware, HASHES.sha256) };
}

/** The same as it is stored with its code in the LFS. */
async function inLfs(image: FlashImage, chip: Chip): Promise<FlashImage> {
  return imageInLfs(image, await makeLfs(image, LUA[chip]));
}

/** What an update over the air leaves: the other slot's manifest and parts, and the record, on trial. */
function updateOverTheAir(storage: Map<string, string>, image: FlashImage): void {
  const records = {
    readRecord: (name: string) => storage.get(name),
    writeRecord: (name: string, bytes: string) => storage.set(name, bytes).get(name) === bytes,
  };
  const standing = readStanding(records);
  for (const { name, content } of updateImage(image).parts) storage.set(name, content);
  storage.set(slotRecord(1 - standing.slot), image.manifest ?? "");
  tryOut(records, standing, 7, "f".repeat(32));
}

describe.each<[string, Chip, UploadOptions]>([
  ["files on the esp8266", "esp8266", {}],
  ["files on the esp32", "esp32", {}],
  ["the LFS of the esp8266", "esp8266", IN_LFS],
  ["the LFS of the esp32", "esp32", IN_LFS],
])("in %s", (_where, chip, options) => {
  const isInLfs = options.lfs === "always";
  const board: BoardOptions = { chip, hasCrypto: true, lfsBytes: isInLfs ? LFS_BYTES : 0 };
  const stored = async (words: string) => {
    const image = updatable(words, chip);
    return isInLfs ? inLfs(image, chip) : image;
  };

  async function flash(storage: Map<string, string>, image: FlashImage): Promise<void> {
    await switchOn(storage, board).open((console) => console.upload(image, options));
  }

  test("an image is flashed, replaced by the air, and replaced by the cable", async () => {
    const storage = new Map<string, string>();
    await flash(storage, updatable("old", chip));
    expect(startsWith(storage, board)).toContain("[old]");
    updateOverTheAir(storage, await stored("air"));
    expect(startsWith(storage, board)).toContain("[air]");
    await flash(storage, updatable("old", chip));
    expect(startsWith(storage, board)).toContain("[old]");
    const standing = readStanding({ readRecord: (name) => storage.get(name), writeRecord: () => false });
    const { parts } = readManifest(storage.get(slotRecord(standing.slot)) ?? "");
    const sources = [...storage.keys()].filter((name) => /\.(lua|img)$/.test(name) && name !== "init.lua");
    // Of the image that came by the air nothing is left.
    expect(sources.sort()).toEqual(["ringmote.lua", ...parts.map(({ name }) => name)].sort());
  }, 60_000);

  test("a power cut at each file's change leaves one image starting", async () => {
    const flashed = new Map<string, string>();
    await flash(flashed, updatable("old", chip));
    const byAir = new Map(flashed);
    updateOverTheAir(byAir, await stored("air"));
    const plain = new Map<string, string>();
    await flash(plain, imageOf("old", chip));
    for (const [before, image] of [
      [flashed, updatable("new", chip)],
      [byAir, updatable("new", chip)],
      [plain, updatable("new", chip)],
      [flashed, imageOf("new", chip)],
    ] as const) {
      let changes = 0;
      const starts = new Set<string>();
      for (let isCut = true; isCut; changes += 1) {
        const storage = new Map(before);
        const { open, model } = switchOn(storage, board);
        model.cutPower(changes, 5);
        await open((console) => console.upload(image, options)).catch(() => undefined);
        isCut = !model.device.isRunning();
        const shown = startsWith(storage, board);
        const [, words = ""] = /\[(old|air|new)\]/.exec(shown) ?? [];
        expect({ changes, words }).toEqual({ changes, words: expect.stringMatching(/./) });
        starts.add(words);
      }
      expect(starts.size).toBe(2);
    }
  }, 300_000);

  test("the console names what came by the air, and erases all of it", async () => {
    const storage = new Map([["notes.lua", "its owner's"]]);
    await flash(storage, updatable("old", chip));
    updateOverTheAir(storage, await stored("air"));
    await switchOn(storage, board).open(async (console) => {
      expect(console.found.installed).toEqual({ firmware: "climate", board: `${chip}-nodemcu` });
      await console.erase();
    });
    expect([...storage.keys()]).toEqual(["notes.lua"]);
  }, 60_000);
});

test("a manifest names the LFS that its image was flashed into", async () => {
  const storage = new Map<string, string>();
  const board = switchOn(storage, { hasCrypto: true, lfsBytes: LFS_BYTES });
  await board.open((console) => console.upload(updatable("old", "esp8266"), IN_LFS));
  expect(readManifest(storage.get(slotRecord(1)) ?? "").target).toBe("nodemcu-lfs-5.1-8-8-65536");
  await board.open((console) => console.upload(updatable("old", "esp8266")));
  expect(readManifest(storage.get(slotRecord(0)) ?? "").target).toBe("nodemcu");
});

test("the cable replaces compiled files that a cut trial left empty", async () => {
  const board = { chip: "esp8266", hasCrypto: true } as const;
  const flash = (storage: Map<string, string>, image: FlashImage) =>
    switchOn(storage, board).open((console) => console.upload(image));
  const left = new Map<string, string>();
  await flash(left, updatable("old", "esp8266"));
  updateOverTheAir(left, updatable("new", "esp8266"));
  for (const { name } of updateImage(updatable("new", "esp8266")).parts)
    left.set(name.replace(".lua", ".lc"), "");
  for (const image of [updatable("new", "esp8266"), imageOf("new", "esp8266")]) {
    const storage = new Map(left);
    await flash(storage, image);
    expect(startsWith(storage, board)).toContain("[new]");
    expect([...storage].filter(([, content]) => content === "")).toEqual([]);
  }
}, 60_000);

test("code that is compiled elsewhere is refused", async () => {
  const image = updatable("old", "esp8266");
  await expect(
    switchOn(new Map(), { hasCrypto: true }).open((console) =>
      console.upload(image, { compile: () => image }),
    ),
  ).rejects.toThrow("climate takes updates, which come as sources or for the LFS; leave --luac out.");
});

test("a firmware without crypto is refused by name", async () => {
  const image = updatable("old", "esp8266");
  const hashing = { name: "hash.lua", content: "local h=crypto.new_hash" };
  await expect(
    switchOn().open((console) => console.upload({ ...image, files: [...image.files, hashing] })),
  ).rejects.toThrow('The board\'s firmware has no module "crypto"');
});
