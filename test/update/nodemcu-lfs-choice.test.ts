// The choice at a start of NodeMCU between two images in the LFS: the loader loads the chosen one, whatever
// change of a file or of the LFS power goes at, and counts each start that loads the one on trial.
import { describe, expect, test } from "vitest";
import { MOST_STARTS, NONE_TRIED, readStanding, STANDING_RECORD } from "../../src/update/standing.ts";
import { hostNodeMcu } from "../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { lfsImage } from "../../tools/targets/nodemcu/lfs/lfs-image.ts";
import { lfsSources } from "../../tools/targets/nodemcu/lfs/lfs-sources.ts";
import { SHORT_NUMBERS } from "../../tools/targets/nodemcu/lfs/numbers-53.ts";
import { initLua, startList } from "../../tools/targets/nodemcu/lua/init.ts";
import { updateChoice } from "../../tools/targets/nodemcu/lua/update-choice.ts";

const LFS_BYTES = 65_536;
/** Beside the start of the image, that of the loader alone, which loads the LFS. */
const STARTED_MS = 10_000;
const TAKEN_BACK_MS = 30_000;
/** More than a start makes: of the record, a compiled file and the LFS. */
const MOST_CHANGES = 12;
const DIGEST = "0123456789abcdef0123456789abcdef";
const LOADER = { "init.lua": initLua({ sleeps: false, updates: true }), "ringmote.lua": updateChoice() };

const CHIPS = [
  ["esp8266", "5.1"],
  ["esp8266", "5.3"],
  ["esp32", "5.3"],
] as const;
type Lua = (typeof CHIPS)[number][1];

/** The files of an image in the LFS whose code is this, with its manifest. */
function imageFiles(slot: number, lua: Lua, code: string): [string, string][] {
  const padding = Array.from({ length: 100 }, (_, at) => `\\${(at * 97 + slot) % 256}`).join("");
  const content = `${code} local _="${padding}"`;
  const { name, modules } = lfsSources([
    { name: "ringmote.lua", content: startList({ modules: ["code"] }) },
    { name: "code.lua", content },
  ]);
  const list = `ringmote-${`${slot}`.repeat(8)}.lua`;
  const { bytes } = lfsImage(lua, modules, SHORT_NUMBERS);
  return [
    [list, startList({ modules: ["code"], lfs: name })],
    [`${name}.img`, Buffer.from(bytes).toString("latin1")],
    [`update-${slot}`, `id=porch\npart=${list} 40 ${DIGEST}\npart=${name}.img 30 ${DIGEST}\ntag=none\n`],
  ];
}

const record = (tried: number, starts: number) => `1\n0\n4\n${DIGEST}\n${tried}\n5\n${DIGEST}\n${starts}\n\n`;

const printed = (slot: number) => `print("slot ${slot} "..tostring(ringmoteSlot))`;

describe.each(CHIPS)("on the %s with Lua %s", (chip, lua) => {
  const confirmed = imageFiles(0, lua, printed(0));
  const tried = imageFiles(1, lua, printed(1));

  /** A chip whose LFS holds the confirmed image. */
  function flashed(standing: string, files: [string, string][]) {
    const lines: string[] = [];
    const clock = createVirtualClock();
    const storage = new Map([...confirmed, ...files, [STANDING_RECORD, standing] as const]);
    const world = createVirtualWorld({ clock, storage, log: (line) => lines.push(line) });
    const device = hostNodeMcu({ image: LOADER, chip, lua, world, lfsBytes: LFS_BYTES });
    const loaded = confirmed.find(([name]) => name.endsWith(".img"))?.[1];
    expect(device.lfs.reload(loaded)).toBeUndefined();
    const readRecord = (name: string) => storage.get(name) ?? storage.get(`${name}.new`);
    return {
      device,
      storage,
      standing: () => readStanding({ readRecord, writeRecord: () => false }),
      /** Gives the chip power for so long. Returns what it has printed. */
      powered: (ms = STARTED_MS, whenOn = () => {}) => {
        lines.length = 0;
        device.boot();
        whenOn();
        clock.advance(ms);
        device.kill();
        expect(device.panics).toEqual([]);
        return [...lines];
      },
    };
  }

  test("the image on trial is loaded, runs, and counts two starts", () => {
    const { powered, standing } = flashed(record(1, 0), tried);
    expect(powered()).toEqual(["slot 1 1"]);
    expect(standing().starts).toBe(2);
    expect(powered()).toEqual(["slot 1 1"]);
    expect(standing().starts).toBe(MOST_STARTS);
    expect(powered()).toEqual(["slot 0 0"]);
    expect(standing().tried).toBe(NONE_TRIED);
  });

  test("power lost at each change of flash leaves one image running", () => {
    for (const starts of [0, MOST_STARTS]) {
      let isCut = true;
      let changes = 0;
      for (; isCut; changes += 1) {
        const { device, powered, standing } = flashed(record(1, starts), tried);
        // Before the take back the LFS holds the image on trial.
        if (starts > 0) device.lfs.reload(tried.find(([name]) => name.endsWith(".img"))?.[1]);
        const shown = powered(STARTED_MS, () => device.files.cutPower(changes, 3));
        isCut = shown.length === 0;
        const at = `${starts} starts, ${changes} changes before the cut`;
        expect(powered(), at).toEqual([starts === 0 ? "slot 1 1" : "slot 0 0"]);
        const { tried: onTrial, counter } = standing();
        expect([onTrial, counter], at).toEqual(starts === 0 ? [1, 4] : [NONE_TRIED, 5]);
      }
      // The record's three changes, and the two of the LFS, are among them.
      expect(changes).toBeGreaterThan(5);
    }
  });

  test("power lost at every start ends in the confirmed image", () => {
    let emptied = 0;
    for (let changes = 0; changes < MOST_CHANGES; changes += 1) {
      const { device, powered, standing } = flashed(record(1, 0), tried);
      for (let start = 0; start <= MOST_STARTS; start += 1) {
        powered(STARTED_MS, () => device.files.cutPower(changes, 3));
        if (device.lfs.names().length === 0) emptied += 1;
      }
      for (let start = 0; start < MOST_STARTS; start += 1) powered();
      expect(powered(), `cut at change ${changes}`).toEqual(["slot 0 0"]);
      expect(standing().tried).toBe(NONE_TRIED);
    }
    expect(emptied).toBeGreaterThanOrEqual(MOST_STARTS);
  });

  test("a lost LFS is loaded again from the confirmed image's file", () => {
    const { device, powered } = flashed(record(NONE_TRIED, 0), []);
    device.lfs.empty();
    expect(powered()).toEqual(["slot 0 0"]);
  });

  test("an image whose first statement throws is reverted within seconds", () => {
    const throwing = imageFiles(1, lua, 'print("tried") error("broken",0)');
    const { powered } = flashed(record(1, 0), throwing);
    const shown = powered(TAKEN_BACK_MS);
    expect(shown.filter((line) => line === "tried")).toHaveLength(MOST_STARTS - 1);
    expect(shown.at(-1)).toBe("slot 0 0");
  });

  test("an image that the LFS does not take is reverted within seconds", () => {
    const broken = tried.map(([name, content]): [string, string] => [
      name,
      name.endsWith(".img") ? "no image" : content,
    ]);
    const missing = tried.filter(([name]) => !name.endsWith(".img"));
    // Lua 5.3 looks at the image after the restart, and does nothing any more where it is none.
    for (const files of lua === "5.1" ? [broken, missing] : [missing]) {
      const { powered, device } = flashed(record(1, 0), files);
      expect(powered(TAKEN_BACK_MS).at(-1)).toBe("slot 0 0");
      expect(device.lfs.names()).toContain("code");
    }
  });
});
