// The choice at a start of NodeMCU between two images: the same as src/update/standing.ts makes, and one of
// them whatever change of a file power goes at.
import { describe, expect, test } from "vitest";
import {
  MOST_STARTS,
  NONE_TRIED,
  readStanding,
  STANDING_RECORD,
  slotToStart,
} from "../../src/update/standing.ts";
import { hostNodeMcu } from "../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { initLua } from "../../tools/targets/nodemcu/lua/init.ts";
import { updateChoice } from "../../tools/targets/nodemcu/lua/update-choice.ts";

/** init.lua starts an image after two seconds. */
const STARTED_MS = 3000;
/** Three starts of two seconds each, and that of the old one. */
const TAKEN_BACK_MS = 10_000;
const KEPT_BYTES = 3;
/** What the hosted flash takes for the name of a file. */
const PAGE_BYTES = 256;
const DIGEST = "0123456789abcdef0123456789abcdef";

const IMAGE = {
  "init.lua": initLua({ sleeps: false, updates: true }),
  "ringmote.lua": updateChoice(),
  "ringmote-00000000.lua": '-- porch for d1-mini\nreturn "code-00000000"\n',
  "ringmote-11111111.lua": '-- porch for d1-mini\nreturn "code-11111111"\n',
  "code-00000000.lua": 'print("slot 0 "..tostring(ringmoteSlot))',
  "code-11111111.lua": 'print("slot 1 "..tostring(ringmoteSlot))',
};

const manifest = (slot: number) =>
  `id=porch\nboard=d1-mini\npart=ringmote-${`${slot}`.repeat(8)}.lua 40 ${DIGEST}\npart=code-${`${slot}`.repeat(8)}.lua 30 ${DIGEST}\ntag=none\n`;

const record = (slot: number, tried: number, starts: number, counter = 4, triedCounter = 5) =>
  `1\n${slot}\n${counter}\n${DIGEST}\n${tried}\n${triedCounter}\n${DIGEST}\n${starts}\n\n`;

const STANDINGS: readonly (string | undefined)[] = [
  undefined,
  "1\n0\n",
  ...[0, 1].flatMap((slot) => [
    record(slot, NONE_TRIED, 0),
    ...Array.from({ length: MOST_STARTS + 2 }, (_, starts) => record(slot, 1 - slot, starts)),
    record(slot, 1 - slot, MOST_STARTS, 9, 5),
  ]),
];

const CHIPS = [
  ["esp8266", "5.1"],
  ["esp8266", "5.3"],
  ["esp32", "5.3"],
] as const;

function flashed(standing: string | undefined): Map<string, string> {
  const storage = new Map([
    ["update-0", manifest(0)],
    ["update-1", manifest(1)],
  ]);
  if (standing !== undefined) storage.set(STANDING_RECORD, standing);
  return storage;
}

/** A part of both images, which is there as its source alone: the cable leaves it so for want of memory. */
const SHARED = "both-22222222";
const SHARING = {
  ...IMAGE,
  "ringmote-00000000.lua": `return "${SHARED} code-00000000"\n`,
  "ringmote-11111111.lua": `return "${SHARED} code-11111111"\n`,
  "code-00000000.lua": 'assert(isShared)print("slot 0 "..tostring(ringmoteSlot))',
  "code-11111111.lua": 'assert(isShared)print("slot 1 "..tostring(ringmoteSlot))',
  [`${SHARED}.lua`]: "isShared=true",
};

/** The second of the images that share a part is on trial. */
function bothShare(): Map<string, string> {
  const storage = flashed(record(0, 1, 0));
  for (const slot of [0, 1])
    storage.set(`update-${slot}`, manifest(slot).replace("tag=", `part=${SHARED}.lua 13 ${DIGEST}\ntag=`));
  return storage;
}

function emptyModules(storage: ReadonlyMap<string, string>): string[] {
  return [...storage].flatMap(([name, content]) => (name.endsWith(".lc") && content === "" ? [name] : []));
}

interface StartOptions {
  image?: Readonly<Record<string, string>>;
  /** Power goes at this change of a file. */
  cutAt?: number;
  flashBytes?: number;
}

describe.each(CHIPS)("on the %s with Lua %s", (chip, lua) => {
  function start(
    storage: Map<string, string>,
    image: Readonly<Record<string, string>> = IMAGE,
    ms = STARTED_MS,
  ) {
    const printed: string[] = [];
    const clock = createVirtualClock();
    const world = createVirtualWorld({ clock, storage, log: (line) => printed.push(line) });
    const device = hostNodeMcu({ image, chip, lua, world });
    device.boot();
    return {
      device,
      printed,
      pass: () => {
        clock.advance(ms);
        device.kill();
        expect(device.panics).toEqual([]);
        return printed;
      },
    };
  }

  test("the loader's choice and record equal the runtime's", () => {
    for (const standing of STANDINGS) {
      const storage = flashed(standing);
      const records = new Map(storage);
      const slot = slotToStart({
        readRecord: (name) => records.get(name),
        writeRecord: (name, bytes) => records.set(name, bytes).get(name) === bytes,
      });
      expect(start(storage).pass(), standing).toEqual([`slot ${slot} ${slot}`]);
      expect(storage.get(STANDING_RECORD), standing).toBe(records.get(STANDING_RECORD));
    }
  });

  test("a power cut while counting a start costs at most that start", () => {
    for (const starts of [0, MOST_STARTS]) {
      let isCut = true;
      for (let changes = 0; isCut; changes += 1) {
        const storage = flashed(record(0, 1, starts));
        const cut = start(storage);
        cut.device.files.cutPower(changes, KEPT_BYTES);
        cut.pass();
        isCut = cut.printed.length === 0;
        const at = `${starts} starts, ${changes} changes before the cut`;
        expect(start(storage).pass(), at).toEqual([starts === 0 ? "slot 1 1" : "slot 0 0"]);
        const read = { readRecord: (name: string) => storage.get(name) ?? storage.get(`${name}.new`) };
        const { tried, counter } = readStanding({ ...read, writeRecord: () => false });
        expect([tried, counter], at).toEqual(starts === 0 ? [1, 4] : [NONE_TRIED, 5]);
      }
    }
  });

  test("an image that throws at once is reverted within seconds", () => {
    const printed = start(
      flashed(record(0, 1, 0)),
      { ...IMAGE, "code-11111111.lua": 'print("tried") error("broken",0)' },
      TAKEN_BACK_MS,
    ).pass();
    expect(printed.filter((line) => line === "tried" || line.startsWith("slot"))).toEqual([
      "tried",
      "tried",
      "tried",
      "slot 0 0",
    ]);
  });

  test("an image without its file list is reverted within seconds", () => {
    const { "ringmote-11111111.lua": _, ...image } = IMAGE;
    const printed = start(flashed(record(0, 1, 0)), image, TAKEN_BACK_MS).pass();
    expect(printed.filter((line) => line.startsWith("ringmote could not start slot 1"))).toHaveLength(3);
    expect(printed.at(-1)).toBe("slot 0 0");
  });
});

describe.each(["5.1", "5.3"] as const)("an ESP8266 with Lua %s", (lua) => {
  /** Whether power was cut, and what a start of this image prints. */
  function start(
    storage: Map<string, string>,
    { image = IMAGE, cutAt, flashBytes }: StartOptions = {},
  ): { isCut: boolean; printed: string[] } {
    const clock = createVirtualClock();
    const printed: string[] = [];
    const world = createVirtualWorld({ clock, storage, log: (line) => printed.push(line) });
    const full = flashBytes === undefined ? {} : { flashBytes };
    const device = hostNodeMcu({ image, chip: "esp8266", lua, world, ...full });
    device.boot();
    // The compiler's file has its name before its first byte.
    if (cutAt !== undefined) device.files.cutPower(cutAt, 0);
    clock.advance(STARTED_MS);
    const isCut = !device.isRunning();
    device.kill();
    expect(device.panics).toEqual([]);
    return { isCut, printed };
  }

  test("received files are compiled, also after a power cut", () => {
    for (const compiled of [undefined, "", "\x1bLua"]) {
      const storage = flashed(record(0, 1, 0));
      if (compiled !== undefined) storage.set("code-11111111.lc", compiled);
      expect(start(storage).printed).toEqual(["slot 1 1"]);
      expect(storage.get("code-11111111.lc")?.length).toBeGreaterThan(40);
      expect(storage.has("code-00000000.lc")).toBe(false);
    }
  });

  test("a power cut while compiling leaves both images starting", () => {
    const leftEmpty: string[] = [];
    for (let cutAt = 0, isCut = true; isCut; cutAt += 1) {
      const storage = bothShare();
      ({ isCut } = start(storage, { image: SHARING, cutAt }));
      leftEmpty.push(...emptyModules(storage));
      // The image that is on trial starts anew.
      const tried = new Map(storage);
      expect(start(tried, { image: SHARING }).printed, `cut at ${cutAt}`).toEqual(["slot 1 1"]);
      expect(emptyModules(tried)).toEqual([]);
      // That was its last start, and power goes once more at each change.
      storage.set(STANDING_RECORD, record(0, 1, MOST_STARTS));
      for (let again = 0, isCutAgain = true; isCutAgain; again += 1) {
        const takenBack = new Map(storage);
        isCutAgain = start(takenBack, { image: SHARING, cutAt: again }).isCut;
        const at = `cut at ${cutAt}, then at ${again}`;
        expect(start(takenBack, { image: SHARING }).printed, at).toEqual(["slot 0 0"]);
      }
    }
    expect(leftEmpty).toEqual(["ringmote-11111111.lc", "code-11111111.lc", "both-22222222.lc"]);
  });

  test("a full flash leaves no compiled file without a byte", () => {
    const code = `${IMAGE["code-11111111.lua"]}\n${"print(1,2,3)\n".repeat(100)}`;
    const image = { ...IMAGE, "code-11111111.lua": code };
    const storage = flashed(record(0, 1, 0));
    const sizes = [...Object.values(image), ...storage.values()].map(
      (content) => content.length + PAGE_BYTES,
    );
    // Room for the record, the compiled list and the name of one more file.
    const flashBytes = sizes.reduce((sum, size) => sum + size, 0) + 3 * PAGE_BYTES;
    expect(start(storage, { image, flashBytes }).printed[0]).toBe("slot 1 1");
    expect([...storage.keys()].filter((name) => name.endsWith(".lc"))).toEqual(["ringmote-11111111.lc"]);
  });
});
