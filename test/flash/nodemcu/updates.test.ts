// Uploads to a board whose device takes updates: a record switches, beside which both images lie, and any cut
// leaves one of them.
import { describe, expect, test } from "vitest";
import { HASHES } from "../../../src/platform/node/hash.ts";
import { readManifest } from "../../../src/update/manifest.ts";
import { readStanding, slotRecord, tryOut } from "../../../src/update/standing.ts";
import type { FlashImage } from "../../../tools/flash/device-console.ts";
import { updateImage } from "../../../tools/flash/flash-image.ts";
import { unsignedManifest } from "../../../tools/update/signed-update.ts";
import { type Chip, imageOf, startsWith, switchOn } from "./board.ts";

/** An image of a device that takes updates, with functions that are read when they are called. */
function updatable(words: string, chip: Chip): FlashImage {
  const image = imageOf(words, chip, { "ovabcde0.lua": `return "called"` });
  return { ...image, manifest: unsignedManifest(updateImage(image), image.firmware, HASHES.sha256) };
}

async function flash(storage: Map<string, string>, image: FlashImage, chip: Chip): Promise<void> {
  await switchOn(storage, { chip, hasCrypto: true }).open((console) => console.upload(image));
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

describe.each(["esp8266", "esp32"] as const)("on the %s", (chip) => {
  const board = { chip, hasCrypto: true };

  test("an image is flashed, replaced by the air, and replaced by the cable", async () => {
    const storage = new Map<string, string>();
    await flash(storage, updatable("old", chip), chip);
    expect(startsWith(storage, board)).toContain("[old]");
    updateOverTheAir(storage, updatable("air", chip));
    expect(startsWith(storage, board)).toContain("[air]");
    await flash(storage, updatable("old", chip), chip);
    expect(startsWith(storage, board)).toContain("[old]");
    const standing = readStanding({ readRecord: (name) => storage.get(name), writeRecord: () => false });
    const { parts } = readManifest(storage.get(slotRecord(standing.slot)) ?? "");
    const sources = [...storage.keys()].filter((name) => name.endsWith(".lua") && name !== "init.lua");
    // Of the image that came by the air nothing is left.
    expect(sources.sort()).toEqual(["ringmote.lua", ...parts.map(({ name }) => name)].sort());
  }, 60_000);

  test("a power cut at each file's change leaves one image starting", async () => {
    const flashed = new Map<string, string>();
    await flash(flashed, updatable("old", chip), chip);
    const byAir = new Map(flashed);
    updateOverTheAir(byAir, updatable("air", chip));
    const plain = new Map<string, string>();
    await flash(plain, imageOf("old", chip), chip);
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
        await open((console) => console.upload(image)).catch(() => undefined);
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
    await flash(storage, updatable("old", chip), chip);
    updateOverTheAir(storage, updatable("air", chip));
    await switchOn(storage, board).open(async (console) => {
      expect(console.found.installed).toEqual({ firmware: "climate", board: `${chip}-nodemcu` });
      await console.erase();
    });
    expect([...storage.keys()]).toEqual(["notes.lua"]);
  }, 60_000);
});

test("the LFS and code that is compiled elsewhere are refused", async () => {
  const image = updatable("old", "esp8266");
  for (const [option, options] of [
    ["--lfs", { lfs: "always" }],
    ["--luac", { compile: () => image }],
  ] as const)
    await expect(
      switchOn(new Map(), { hasCrypto: true }).open((console) => console.upload(image, options)),
    ).rejects.toThrow(`climate takes updates, which come as sources in files; leave ${option} out.`);
});

test("a firmware without crypto is refused by name", async () => {
  const image = updatable("old", "esp8266");
  const hashing = { name: "hash.lua", content: "local h=crypto.new_hash" };
  await expect(
    switchOn().open((console) => console.upload({ ...image, files: [...image.files, hashing] })),
  ).rejects.toThrow('The board\'s firmware has no module "crypto"');
});
