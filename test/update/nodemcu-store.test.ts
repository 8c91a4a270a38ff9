// The files of NodeMCU's store while an update comes in, on hosted chips: power goes at any change of a file,
// and the image that starts is whole.
import { join } from "node:path";
import { expect, test } from "vitest";
import { HASHES } from "../../src/platform/node/hash.ts";
import { digestText, readManifest } from "../../src/update/manifest.ts";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { emit, linkEntry } from "../../tools/image/build.ts";
import { platformOf } from "../../tools/image/entry.ts";
import { readBoard } from "../../tools/image/firmware/firmware.ts";
import { hostNodeMcu } from "../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { hexOf, literalOf } from "./everywhere.ts";
import { KEY, linesOf, offerOf, signed } from "./signed.ts";

type Chip = "esp8266" | "esp32";

const SHARED = ["mqtt-0123abcd.lua", "code of both ".repeat(20)] as const;
const OLD = [["ringmote-00000001.lua", "old list"], SHARED, ["ov0abcd12.lua", "called"]] as const;
const NEW = [
  ["ringmote-00000002.lua", "new list"],
  SHARED,
  ["ov9zyxw0.lua", "longer than a slice ".repeat(8)],
] as const;
const NEW_NAMES = NEW.map(([name]) => name);
/** A file of its owner's, and one that an earlier image has left. */
const NOTES = "notes.lua";
const LEFT = "old-99999999.lua";
const START_MS = 5000;
/** Cut in the middle, a write leaves so many bytes. */
const KEPT_BYTES = 3;

const program = (chip: Chip) => `import { HASHES } from "../../../src/platform/nodemcu/hash.ts";
import { updateStore } from "../../../src/platform/nodemcu/update-store.ts";
import { readRecord, writeRecord } from "../../../src/platform/nodemcu/${chip}/records.ts";
import { slotToStart } from "../../../src/update/standing.ts";
import { beginUpdates, isOnTrial, takeOffer, takeSlice, type Update, type UpdateHost } from "../../../src/update/update.ts";
const names = ["", ${NEW_NAMES.map((name) => JSON.stringify(name)).join(", ")}];
const storage = { readRecord, writeRecord };
let asked = "";
let askedAt = 0;
let askedCount = 0;
const host = {
  ask: (_host: UpdateHost, name: string, at: number, count: number) => {
    asked = name;
    askedAt = at;
    askedCount = count;
  },
  say: (_host: UpdateHost, text: string) => print(text),
  restart: (_host: UpdateHost) => print("restart"),
};
const key = { scheme: "hmac-sha256" as const, key: ${literalOf(hexOf(KEY))}, hash: HASHES.sha256 };
const facts = { name: "lamp", board: "d1-mini", target: "nodemcu", device: "porch", key, sliceBytes: 64 };
const slot = slotToStart(storage);
const store = updateStore(${chip === "esp32" ? "io" : "file"}.open, ${chip === "esp8266"});
print("slot " + slot);
const update: Update = beginUpdates(facts, storage, store, host, slot);
if (!isOnTrial(update)) takeOffer(update, readRecord("offer") ?? "");
while (askedCount > 0) {
  const count = askedCount;
  askedCount = 0;
  for (let i = 0; i < names.length; i++)
    if (names[i] === asked) takeSlice(update, asked, askedAt, (readRecord("sent-" + i) ?? "").substring(askedAt, askedAt + count));
}
`;

async function imageFor(chip: Chip): Promise<Record<string, string>> {
  const { globals } = platformOf(await readBoard(`${chip}-nodemcu`));
  const entry = { file: join(packageFolder, "test", "image", "fixtures", "case.ts"), text: program(chip) };
  const files = await emit(linkEntry(entry, globals, "nodemcu"), "nodemcu", "case");
  return Object.fromEntries(files.map(({ name, content }) => [name, content.text]));
}

/** What was printed by a start with these files, which power leaves at a change of them; "isCut": it did. */
function start(
  image: Record<string, string>,
  chip: Chip,
  lua: "5.1" | "5.3",
  storage: Map<string, string>,
  cutAt?: number,
) {
  const clock = createVirtualClock();
  const printed: string[] = [];
  const world = createVirtualWorld({ clock, storage, log: (line) => printed.push(line) });
  const device = hostNodeMcu({ image, chip, lua, world, hasCrypto: true });
  device.boot();
  if (cutAt !== undefined) device.files.cutPower(cutAt, KEPT_BYTES);
  clock.advance(START_MS);
  const isCut = !device.isRunning();
  device.kill();
  expect(device.panics).toEqual([]);
  return { printed, isCut };
}

/**
 * The board with its image, and what is sent to it. What of the program itself is read when it is called
 * belongs to both images.
 */
function flashed(image: Record<string, string>): Map<string, string> {
  const own = Object.entries(image).filter(([name]) => name.startsWith("ov"));
  const offered = signed(linesOf(5, new Map([...NEW, ...own])));
  return new Map([
    ...OLD,
    ...own,
    ["update-0", signed(linesOf(4, new Map([...OLD, ...own])))],
    ["offer", offerOf(offered)],
    ...[offered, ...NEW.map(([, content]) => content)].map((content, i) => [`sent-${i}`, content] as const),
    [NOTES, "its owner's"],
    [LEFT, "of an earlier image"],
    [LEFT.replace(".lua", ".lc"), "compiled of that"],
  ]);
}

/** The counter of the image that this slot has, all of whose parts are there as its manifest says. */
function wholeImage(storage: ReadonlyMap<string, string>, slot: string): number {
  const manifest = readManifest(storage.get(`update-${slot}`) ?? storage.get(`update-${slot}.new`) ?? "");
  expect(manifest.fault).toBe("");
  for (const { name, digest } of manifest.parts)
    expect(digestText(HASHES.sha256(storage.get(name) ?? "")), name).toBe(digest);
  return manifest.counter;
}

test.each([
  ["esp8266", "5.1"],
  ["esp32", "5.3"],
] as const)("power cut at any file change: a whole image on %s, Lua %s", async (chip, lua) => {
  const image = await imageFor(chip);
  let isCut = true;
  const counters = new Set<number>();
  for (let cutAt = 0; isCut; cutAt += 1) {
    const storage = flashed(image);
    ({ isCut } = start(image, chip, lua, storage, cutAt));
    const next = start(image, chip, lua, storage);
    const counter = wholeImage(storage, /^slot ([01])$/.exec(next.printed[0] ?? "")?.[1] ?? "none");
    counters.add(counter);
    if (counter === 4) {
      expect(next.printed.slice(1), `cut at ${cutAt}`).toEqual(["update: 1.0.1 is on trial", "restart"]);
      start(image, chip, lua, storage);
    }
    expect(wholeImage(storage, "1"), `cut at ${cutAt}`).toBe(5);
    expect([storage.get(NOTES), storage.has(LEFT), storage.has(LEFT.replace(".lua", ".lc"))]).toEqual([
      "its owner's",
      false,
      false,
    ]);
  }
  expect([...counters].sort()).toEqual([4, 5]);
});
