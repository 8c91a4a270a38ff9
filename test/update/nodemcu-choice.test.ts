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

test("an ESP8266 compiles received files, also after a power cut", () => {
  for (const compiled of [undefined, "\x1bLua"]) {
    const storage = flashed(record(0, 1, 0));
    if (compiled !== undefined) storage.set("code-11111111.lc", compiled);
    const clock = createVirtualClock();
    const printed: string[] = [];
    const world = createVirtualWorld({ clock, storage, log: (line) => printed.push(line) });
    const device = hostNodeMcu({ image: IMAGE, chip: "esp8266", lua: "5.1", world });
    device.boot();
    clock.advance(STARTED_MS);
    device.kill();
    expect(printed).toEqual(["slot 1 1"]);
    expect(storage.get("code-11111111.lc")?.length).toBeGreaterThan(40);
    expect(storage.has("code-00000000.lc")).toBe(false);
  }
});
