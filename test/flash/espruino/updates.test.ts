// A board whose device takes updates over the air, at the cable: an upload that is cut leaves what was there
// or what was sent, of whichever kind, and what the air has brought is replaced, named and erased.
import { expect, test } from "vitest";
import { HASHES } from "../../../src/platform/node/hash.ts";
import { KEY_RECORD } from "../../../src/update/key.ts";
import { readStanding, STANDING_RECORD } from "../../../src/update/standing.ts";
import { readNewest } from "../../../src/update/two-copies.ts";
import type { FlashImage } from "../../../tools/flash/device-console.ts";
import { updateImage } from "../../../tools/flash/flash-image.ts";
import { unsignedManifest } from "../../../tools/update/signed-update.ts";
import { imageOf, startedWith, switchOn, withConsole } from "./bench.ts";

const PLAIN = imageOf("plain");
const OLD = takingUpdates(imageOf("old", 3000, "c"));
const NEW = takingUpdates(imageOf("new", 3000, "b"));

function takingUpdates(image: FlashImage): FlashImage {
  return { ...image, manifest: unsignedManifest(updateImage(image), image.firmware, HASHES.sha256) };
}

async function flashed(
  image: FlashImage,
  storage = new Map<string, string>(),
  cutAtWrite?: number,
): Promise<Map<string, string>> {
  const bench = switchOn(storage);
  const port = bench.port(cutAtWrite === undefined ? {} : { cutAtWrite });
  try {
    await withConsole(bench, port, (console) => console.upload(image));
  } finally {
    bench.model.powerOff();
  }
  return storage;
}

/** As the air leaves it: the other slot counts, at a counter of its own. */
function aired(storage: ReadonlyMap<string, string>): Map<string, string> {
  const digest = "0".repeat(32);
  const standing = `9\n1\n0\n7\n${digest}\n2\n7\n${digest}\n3\n\n`;
  const other = storage.get("update-0") ?? storage.get("update-1") ?? "";
  return new Map([...storage, ["update-0", other], ["update-1", other], [`${STANDING_RECORD}.0`, standing]]);
}

test.each([
  ["plain", PLAIN, OLD],
  ["of updates", OLD, NEW],
  ["back to plain", OLD, PLAIN],
])("an upload cut at any chunk keeps an image starting: %s", async (_, first, next) => {
  const before = await flashed(first);
  const [old, sent] = [`${first.firmware} started 0`, `${next.firmware} started 0`];
  const starts = new Set<string>();
  for (let cuts = 0, isCut = true; isCut; cuts += 1) {
    const storage = new Map(before);
    isCut = await flashed(next, storage, cuts).then(
      () => false,
      (error: unknown) => {
        expect(error).toMatchObject({ kind: "lost" });
        return true;
      },
    );
    const started = startedWith(storage);
    expect([old, sent], `cut at ${cuts}`).toContain(started);
    starts.add(started);
    if (cuts % 5 === 0) expect(startedWith(await flashed(next, storage))).toBe(sent);
  }
  expect(starts.size).toBe(2);
});

test("the cable replaces what the air has brought, and the counter stays", async () => {
  const storage = aired(await flashed(OLD));
  await flashed(NEW, storage);
  expect(startedWith(storage)).toBe("new started 0");
  const files = { readRecord: (name: string) => storage.get(name), writeRecord: () => false };
  const standing = readStanding({ ...files, readRecord: (name) => readNewest(files, name) });
  expect(standing).toMatchObject({ slot: 1, counter: 7, id: "", tried: 2 });
  // The same once more changes nothing.
  const before = new Map(storage);
  await flashed(NEW, storage);
  expect(storage).toEqual(before);
});

test("the console names an image that takes updates, stores its key, and erases both", async () => {
  const storage = aired(await flashed(OLD));
  const bench = switchOn(storage);
  await withConsole(bench, bench.port(), async (console) => {
    expect(console.found.installed).toEqual({ firmware: "old", board: OLD.board });
    await console.writeKey("hmac-sha256 07\n");
    expect(storage.get(KEY_RECORD)).toBe("hmac-sha256 07\n");
    await console.erase();
  });
  expect([...storage.keys()]).toEqual([]);
});
