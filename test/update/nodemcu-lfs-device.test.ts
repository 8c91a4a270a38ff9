// A device under NodeMCU whose code is in the LFS, as it is built and flashed: from the offer to the confirmed
// image, over a broker, on hosted chips.
import { beforeAll, describe, expect, test } from "vitest";
import { readStanding } from "../../src/update/standing.ts";
import { atGate } from "../everything.ts";
import {
  type BoardName,
  built,
  flashed,
  LFS_OF,
  MINUTE,
  PINS,
  TAKEN_BACK_MS,
  updateFor,
} from "./nodemcu-flashed.ts";

/** A start that loads the LFS, one that runs the device, and its way to the broker. */
const LOADED_MS = 20_000;
/** Of the places where power may go each run of .ci/run tries every sixth. */
const STEP = atGate(6, 1);
/** Hundredths of the update that are there when the cuts begin. */
const NEARLY_ALL = 95;
/** The first one loads the LFS of the old image, which ends the update; then that of the new one, which runs. */
const STARTS = [1, 2, 3];

const BOARDS = Object.keys(PINS) as BoardName[];
type Device = Awaited<ReturnType<typeof flashed>>;

function passUntil(device: Device, isSo: () => boolean, seconds = 180): void {
  for (let i = 0; i < 10 * seconds && !isSo(); i += 1) device.pass(100);
}

const fileEnding = (device: Device, ending: string) =>
  [...device.storage.keys()].filter((name) => name.endsWith(ending));

describe.each(BOARDS)("on the %s", (board) => {
  const lfs = LFS_OF[board];

  beforeAll(async () => {
    await Promise.all([built("old", board), built("new", board)]);
  }, 240_000);

  test("an image in the LFS is fetched, tried, and confirmed after a minute", async () => {
    const device = await flashed(board, { lfs });
    expect([device.told("board"), device.told("target"), device.told("state")]).toEqual([
      board,
      `nodemcu-lfs-${lfs.lua}-${lfs.numbers.integer}-${lfs.numbers.float}-${lfs.lfsBytes}`,
      "idle",
    ]);
    const [old] = device.host.lfs.names().filter((name) => name.startsWith("lfs-"));
    device.offer(await updateFor(board, { lfs }));
    passUntil(device, () => device.told("state") === "on trial");
    expect([device.told("version"), device.told("state")]).toEqual(["1.1.0", "on trial"]);
    expect(device.host.lfs.names()).not.toContain(old);
    // Both files are there until it is confirmed.
    expect(fileEnding(device, ".img")).toHaveLength(2);
    device.pass(2 * MINUTE);
    expect([device.told("version"), device.told("counter"), device.told("state")]).toEqual([
      "1.1.0",
      "2",
      "idle",
    ]);
    expect(device.host.panics).toEqual([]);
  }, 120_000);

  test("an image whose first statement throws gives its place in the LFS back", async () => {
    const device = await flashed(board, { lfs });
    const before = device.host.lfs.names();
    device.offer(await updateFor(board, { lfs, spoil: (content) => `error("broken")\n${content}` }));
    passUntil(device, () => device.lines.some((line) => line.includes("broken")));
    device.pass(TAKEN_BACK_MS);
    expect([device.told("counter"), device.told("state")]).toEqual(["2", "idle"]);
    expect(device.told("version")).not.toBe("1.1.0");
    // The first of three starts loads the LFS.
    expect(device.lines.filter((line) => line.includes("broken"))).toHaveLength(2);
    expect(device.host.lfs.names()).toEqual(before);
  }, 120_000);

  test("a forged image of the LFS is refused before it is loaded", async () => {
    const device = await flashed(board, { lfs });
    const before = device.host.lfs.names();
    const update = await updateFor(board, { lfs });
    const parts = update.parts.map(({ name, content }) => ({
      name,
      content: name.endsWith(".img") ? content.replace("a", "b") : content,
    }));
    device.offer({ ...update, parts });
    passUntil(device, () => device.told("says").startsWith("update refused"));
    expect(device.told("says")).toMatch(
      /^update refused: the part "lfs-[0-9a-f]{12}\.img" came twice with other content/,
    );
    expect(device.host.lfs.names()).toEqual(before);
    expect(device.host.restarts()).toBe(1);
  }, 120_000);

  test("an image is refused in words where the files leave too little room", async () => {
    const device = await flashed(board, { lfs });
    const used = [...device.storage].reduce((sum, [, { length }]) => sum + length + 256, 0);
    const small = await flashed(board, { lfs, files: device.storage, flashBytes: used + 20_000 });
    small.offer(await updateFor(board, { lfs }));
    passUntil(small, () => small.told("says") !== "");
    expect(small.told("says")).toMatch(
      /^update refused: it takes \d+ bytes beside the running image, and \d+ are free$/,
    );
  }, 120_000);

  test("an image in files, or of another LFS, is refused", async () => {
    const device = await flashed(board, { lfs });
    device.offer(await updateFor(board));
    passUntil(device, () => device.told("says") !== "");
    expect(device.told("says")).toMatch(
      new RegExp(`^update refused: it is for ${board} under nodemcu, and this is`),
    );
    device.offer(await updateFor(board, { lfs: { ...lfs, lfsBytes: 262_144 } }));
    passUntil(device, () => device.told("says").includes("262144"));
    expect(device.told("says")).toMatch(/-262144, and this is .*-131072$/);
  }, 120_000);
});

test.each(BOARDS.slice(0, atGate(1, BOARDS.length)))(
  "power lost from the last slice on leaves one image on the %s",
  async (board) => {
    const lfs = LFS_OF[board];
    const fetching = await flashed(board, { lfs });
    const update = await updateFor(board, { lfs });
    fetching.offer(update);
    passUntil(fetching, () => Number(fetching.told("percent")) >= NEARLY_ALL);
    fetching.host.kill();
    const outcomes = new Set<string>();
    for (const start of STARTS) {
      let isCut = true;
      for (let changes = 0; isCut; changes += STEP) {
        const cut = { start, changes };
        const device = await flashed(board, { lfs, files: fetching.storage, cut });
        device.offer(update);
        passUntil(device, () => isOff(device) || isConfirmed(device));
        isCut = isOff(device);
        outcomes.add(standingOf(device));
        device.host.boot();
        device.pass(LOADED_MS);
        const images = device.host.lfs.names().filter((name) => name.startsWith("lfs-"));
        expect(images, JSON.stringify(cut)).toHaveLength(1);
        passUntil(device, () => isConfirmed(device));
        expect(isConfirmed(device), JSON.stringify(cut)).toBe(true);
        expect(device.host.panics).toEqual([]);
        device.host.kill();
      }
    }
    expect([...outcomes].sort()).toEqual(["0 1", "0 2", "1 2"]);
  },
  600_000,
);

/** Also a chip that restarts is down, for a moment. */
function isOff({ host, pass }: Device): boolean {
  if (!host.isRunning()) pass(1000);
  return !host.isRunning();
}

function isConfirmed({ told }: Device): boolean {
  return told("version") === "1.1.0" && told("state") === "idle";
}

/** The confirmed slot, and that on trial. */
function standingOf({ storage }: Device): string {
  const readRecord = (name: string) => storage.get(name) ?? storage.get(`${name}.new`);
  const { slot, tried } = readStanding({ readRecord, writeRecord: () => false });
  return `${slot} ${tried}`;
}
