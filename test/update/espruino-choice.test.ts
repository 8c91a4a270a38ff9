// The choice at a start of Espruino between two images: the same as src/update/standing.ts makes, and one of
// them whatever change of Storage power goes at.
import { expect, test } from "vitest";
import board from "../../boards/esp32-espruino.ts";
import type { Storage } from "../../src/ports/storage.ts";
import {
  MOST_STARTS,
  NONE_TRIED,
  readStanding,
  STANDING_RECORD,
  slotToStart,
} from "../../src/update/standing.ts";
import { readNewest, writeNewest } from "../../src/update/two-copies.ts";
import { UPDATE_LOADER } from "../../tools/flash/espruino/stored-image.ts";
import { hostEspruino } from "../../tools/laboratory/hosts/espruino/host.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { LEFT_BY_A_CUT, type PoweredStorage, poweredOn } from "./espruino-flash.ts";

const STARTED_MS = 3000;
const DIGEST = "0123456789abcdef0123456789abcdef";

const partOf = (slot: number) => `rm-${`${slot}`.repeat(12)}`;
const manifest = (slot: number) =>
  `id=porch\nboard=esp32-espruino\npart=${partOf(slot)} 40 ${DIGEST}\npart=rm-aaaaaaaaaaaa 30 ${DIGEST}\ntag=none\n`;

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

/** The record as the runtime has it, in two files of the storage. */
function filesIn(storage: Map<string, string>): Storage {
  const files: Storage = {
    readRecord: (name) => storage.get(name),
    writeRecord: (name, bytes) => storage.set(name, bytes).get(name) === bytes,
  };
  return {
    readRecord: (name) => readNewest(files, name),
    writeRecord: (name, bytes) => writeNewest(files, name, bytes),
  };
}

function flashed(
  standing: string | undefined,
  code = (slot: number) => `print("slot ${slot} "+ringmoteSlot)`,
) {
  const storage = poweredOn([
    [".bootcde", UPDATE_LOADER],
    ["update-0", manifest(0)],
    ["update-1", manifest(1)],
    [partOf(0), code(0)],
    [partOf(1), code(1)],
    ["rm-aaaaaaaaaaaa", 'print("end")'],
  ]);
  if (standing !== undefined) filesIn(storage).writeRecord(STANDING_RECORD, standing);
  return storage;
}

/** What is printed by a start, until power goes. */
function started(storage: PoweredStorage, ms = STARTED_MS): string[] {
  const printed: string[] = [];
  const clock = createVirtualClock();
  const log = (line: string) => void (storage.isOff || printed.push(line));
  const world = createVirtualWorld({ clock, storage, log });
  const device = hostEspruino({ world, board, chunkBytes: 536 });
  clock.advance(ms);
  device.kill();
  return printed;
}

test("the loader's choice and record equal the runtime's", () => {
  for (const standing of STANDINGS) {
    const storage = flashed(standing);
    const records = filesIn(new Map(storage));
    const slot = slotToStart(records);
    expect(started(storage), standing).toEqual([`slot ${slot} ${slot}`, "end"]);
    expect(filesIn(storage).readRecord(STANDING_RECORD), standing).toBe(records.readRecord(STANDING_RECORD));
  }
});

test("a power cut while counting a start costs at most that start", () => {
  for (const starts of [0, MOST_STARTS]) {
    for (const keptBytes of LEFT_BY_A_CUT) {
      let isCut = true;
      for (let changes = 0; isCut; changes += 1) {
        const storage = flashed(record(0, 1, starts));
        // The other file of the record is there as well.
        filesIn(storage).writeRecord(STANDING_RECORD, record(0, 1, starts));
        storage.changesLeft = changes;
        storage.keptBytes = keptBytes;
        started(storage);
        isCut = storage.isOff;
        const at = `${starts} starts, ${changes} changes before the cut, ${keptBytes} bytes kept`;
        const next = poweredOn(storage);
        expect(started(next), at).toEqual([starts === 0 ? "slot 1 1" : "slot 0 0", "end"]);
        const { tried, counter } = readStanding(filesIn(next));
        expect([tried, counter], at).toEqual(starts === 0 ? [1, 4] : [NONE_TRIED, 5]);
      }
    }
  }
});

test("an image that throws at once is reverted after three starts", () => {
  const storage = flashed(record(0, 1, 0), (slot) =>
    slot === 1 ? 'print("tried");throw "broken"' : 'print("slot 0")',
  );
  const printed = started(storage, 35 * 60_000);
  expect(printed.filter((line) => line === "tried" || line.startsWith("slot"))).toEqual([
    "tried",
    "tried",
    "tried",
    "slot 0",
  ]);
});
