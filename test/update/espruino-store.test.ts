// Espruino's Storage while an update comes in, hosted and real: power goes at any change of it, and the image
// that starts is whole.
import { join } from "node:path";
import { beforeAll, expect, onTestFinished, test, vi } from "vitest";
import board from "../../boards/esp32-espruino.ts";
import { HASHES } from "../../src/platform/node/hash.ts";
import { digestText, readManifest } from "../../src/update/manifest.ts";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { emit, linkEntry } from "../../tools/image/build.ts";
import { platformOf } from "../../tools/image/entry.ts";
import { espruinoBinaries } from "../../tools/laboratory/hosts/espruino/binaries.ts";
import { hostEspruino } from "../../tools/laboratory/hosts/espruino/host.ts";
import { startInterpreter } from "../../tools/laboratory/hosts/espruino/interpreter-process.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { ESPRUINO, needs } from "../needs.ts";
import { LEFT_BY_A_CUT, poweredOn } from "./espruino-flash.ts";
import { hexOf, literalOf, MORE_THAN_SMALL } from "./everywhere.ts";
import { KEY, linesOf, offerOf, signed } from "./signed.ts";

vi.setConfig({ testTimeout: 240_000 });

const SHARED = ["rm-0123456789ab", "code of both ".repeat(20)] as const;
const OLD = [["rm-000000000001", "old"], SHARED] as const;
const NEW = [
  ["rm-000000000002", "new"],
  SHARED,
  ["rm-000000000003", "longer than a slice ".repeat(8)],
] as const;
const NEW_NAMES = NEW.map(([name]) => name);
/** A file of its owner's, and one that an earlier image has left. */
const NOTES = "rm-notes";
const LEFT = "rm-999999999999";
const START_MS = 5000;
const REAL_START_MS = 15_000;
/** In front of the first line that the console prints. */
const CLEARED = "\r\x1b[J";

const PROGRAM = `import { HASHES } from "../../../src/platform/espruino/hash.ts";
import { UPDATE_STORE } from "../../../src/platform/espruino/update-store.ts";
import { readWhole, writeWhole } from "../../../src/platform/espruino/updates.ts";
import { slotToStart } from "../../../src/update/standing.ts";
import { beginUpdates, isOnTrial, takeOffer, takeSlice, type Update, type UpdateHost } from "../../../src/update/update.ts";
const names = ["", ${NEW_NAMES.map((name) => JSON.stringify(name)).join(", ")}];
const storage = { readRecord: readWhole, writeRecord: writeWhole };
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
print("slot " + slot);
// Storage would lose its place.
if (UPDATE_STORE.append("rm-00000000000f", 0, "\\xff123", 4)) print("a part begins with a byte of erased flash");
const update: Update = beginUpdates(facts, storage, UPDATE_STORE, host, slot);
if (!isOnTrial(update)) takeOffer(update, readWhole("offer") ?? "");
while (askedCount > 0) {
  const count = askedCount;
  askedCount = 0;
  for (let i = 0; i < names.length; i++)
    if (names[i] === asked) takeSlice(update, asked, askedAt, (readWhole("sent-" + i) ?? "").substring(askedAt, askedAt + count));
}
print("over");
`;

let program = "";

beforeAll(async () => {
  const { globals } = platformOf(board);
  const entry = { file: join(packageFolder, "test", "image", "fixtures", "case.ts"), text: PROGRAM };
  const [script] = await emit(linkEntry(entry, globals, "espruino"), "espruino", "case");
  program = script?.content.text ?? "";
}, 60_000);

/** The board with its image, and what is sent to it. */
function flashed(): Map<string, string> {
  const offered = signed(linesOf(5, new Map(NEW)));
  return new Map([
    ...OLD,
    [".bootcde", program],
    ["update-0", signed(linesOf(4, new Map(OLD)))],
    ["offer", offerOf(offered)],
    ...[offered, ...NEW.map(([, content]) => content)].map((content, i) => [`sent-${i}`, content] as const),
    [NOTES, "its owner's"],
    [LEFT, "of an earlier image"],
  ]);
}

/** The counter of the image that this slot has, all of whose parts are there as its manifest says. */
function wholeImage(storage: ReadonlyMap<string, string>, slot: string): number {
  const manifest = readManifest(storage.get(`update-${slot}`) ?? "");
  expect(manifest.fault).toBe("");
  for (const { name, digest } of manifest.parts)
    expect(digestText(HASHES.sha256(storage.get(name) ?? "")), name).toBe(digest);
  return manifest.counter;
}

/** A start with the power on behind a cut one: which image is there, and the update goes on. */
function judged(storage: ReadonlyMap<string, string>, printed: readonly string[], at: string): number {
  const counter = wholeImage(storage, /^slot ([01])$/.exec(printed[0] ?? "")?.[1] ?? "none");
  const rest = counter === 4 ? ["update: 1.0.1 is on trial", "restart", "over"] : ["over"];
  expect(printed.slice(1), at).toEqual(rest);
  expect(wholeImage(storage, "1"), at).toBe(5);
  expect([storage.get(NOTES), storage.has(LEFT)], at).toEqual(["its owner's", false]);
  return counter;
}

function started(storage: ReturnType<typeof poweredOn>): string[] {
  const printed: string[] = [];
  const clock = createVirtualClock();
  const world = createVirtualWorld({ clock, storage, log: (line) => printed.push(line) });
  const device = hostEspruino({ world, board, chunkBytes: 536 });
  clock.advance(START_MS);
  device.kill();
  expect(device.errors.filter(() => !storage.isOff)).toEqual([]);
  return printed;
}

test("a power cut at any change of Storage leaves a whole image", () => {
  const counters = new Set<number>();
  for (const keptBytes of LEFT_BY_A_CUT) {
    let isCut = true;
    for (let changes = 0; isCut; changes += 1) {
      const storage = poweredOn(flashed());
      storage.changesLeft = changes;
      storage.keptBytes = keptBytes;
      started(storage);
      isCut = storage.isOff;
      const next = poweredOn(storage);
      counters.add(judged(next, started(next), `${changes} changes before the cut, ${keptBytes} bytes kept`));
    }
  }
  expect([...counters].sort()).toEqual([4, 5]);
});

/**
 * On a real interpreter: of a write, the power takes all but some bytes; the program sees that it has failed,
 * and no more is written.
 */
const cutPower = (
  operations: number,
  keptBytes: number | undefined,
) => `(function(s){var n=${operations},w=s.write,e=s.erase;
s.write=function(f,d,a,l){if(n-->0)return w.call(s,f,d,a,l);if(n==-1&&${keptBytes !== undefined}){
if(!a&&s.read(f)!==undefined)e.call(s,f);
w.call(s,f,d.substr(0,${Math.max(keptBytes ?? 0, 1)}),a||0,l||d.length)}print("cut");throw "cut"};
s.erase=function(f){if(n-->0)return e.call(s,f);print("cut");throw "cut"}})(require("Storage"))
`;

test("a power cut during a real Storage change leaves a whole image", needs(ESPRUINO), async () => {
  const [binary] = espruinoBinaries().filter(({ jsVars }) => jsVars >= MORE_THAN_SMALL);
  if (binary === undefined) return;
  const run = async (files: ReadonlyMap<string, string>, before: string) => {
    const printed: string[] = [];
    let isOver = () => {};
    const over = new Promise<void>((resolve, reject) => {
      isOver = resolve;
      setTimeout(() => reject(new Error(`It printed ${printed.join("|")}.`)), REAL_START_MS).unref();
    });
    const all = new Map([...files, [".boot0", before]]);
    const device = startInterpreter({
      binary,
      files: all,
      onLine: (line) => {
        printed.push(line.replace(CLEARED, ""));
        if (line === "over" || line.startsWith("cut")) isOver();
      },
    });
    onTestFinished(device.dispose);
    await over;
    const stored = device.files();
    device.dispose();
    const from = printed.findIndex((line) => line.startsWith("slot"));
    return {
      stored,
      printed: printed.slice(from).filter((line) => line !== ""),
      isCut: printed.includes("cut"),
    };
  };
  for (const keptBytes of LEFT_BY_A_CUT) {
    let isCut = true;
    for (let operations = 0; isCut; operations += 1) {
      const cut = await run(flashed(), cutPower(operations, keptBytes));
      ({ isCut } = cut);
      const next = await run(cut.stored, "1");
      judged(next.stored, next.printed, `${operations} operations before the cut, ${keptBytes} bytes kept`);
    }
  }
});
