// Counters of a board through a restore: what its device has taken of updates and sealed commands stays taken.
import { describe, expect, test } from "vitest";
import { readTaken } from "../../src/sealed/taken-counters.ts";
import { NONE_TRIED, readStanding } from "../../src/update/standing.ts";
import type { DeviceConsole } from "../../tools/flash/device-console.ts";
import { recordsIn as recordsInEspruino } from "../../tools/flash/espruino/update-slots.ts";
import { recordsIn as recordsInNodeMcu } from "../../tools/flash/nodemcu/transfer.ts";
import * as espruino from "./espruino/bench.ts";
import * as nodemcu from "./nodemcu/board.ts";

type Files = Map<string, string>;

const ENGINES = [
  {
    name: "Espruino",
    recordsIn: (files: Files) => recordsInEspruino(files),
    image: espruino.imageOf("old"),
    started: (files: Files) => espruino.startedWith(files),
    at: async <T>(files: Files, act: (console: DeviceConsole) => Promise<T>) => {
      const bench = espruino.switchOn(files);
      const result = await espruino.withConsole(bench, bench.port(), act);
      bench.model.powerOff();
      return result;
    },
  },
  {
    name: "NodeMCU",
    recordsIn: recordsInNodeMcu,
    image: nodemcu.imageOf("old"),
    started: (files: Files) => nodemcu.startsWith(files),
    at: <T>(files: Files, act: (console: DeviceConsole) => Promise<T>) => nodemcu.switchOn(files).open(act),
  },
];

/** Records: the slot and the counter of a device's updates, perhaps one on trial, and its ceiling. */
interface Counters {
  slot?: number;
  counter: number;
  trial?: number;
  ceiling: number;
}

const ID = "ab";

function write(
  records: ReturnType<typeof recordsInNodeMcu>,
  { slot = 0, counter, trial, ceiling }: Counters,
) {
  const tried = trial === undefined ? NONE_TRIED : 1 - slot;
  records.writeRecord("update", `1\n${slot}\n${counter}\n${ID}\n${tried}\n${trial ?? 0}\n${ID}\n0\n\n`);
  records.writeRecord("sealed", `${ceiling}\n`);
}

describe.each(ENGINES)("under $name", ({ recordsIn, image, started, at }) => {
  const filesOf = (counters?: Counters): Files => {
    const files: Files = new Map();
    // Each is written more than once in a device's life.
    for (const of of counters === undefined ? [] : [counters, counters, counters])
      write(recordsIn(files), of);
    return files;
  };
  const restored = async (board: Counters | undefined, backup: Counters | undefined) => {
    const storage: Files = new Map([["notes", "mine"], ...filesOf(board)]);
    const files = [...filesOf(backup)].map(([name, content]) => ({ name, content }));
    const { kept } = await at(storage, (console) => console.restore(files));
    const standing = readStanding(recordsIn(storage));
    const { ceiling } = readTaken(recordsIn(storage));
    return { storage, kept, standing, ceiling };
  };

  test("a restore keeps the board's counters where they are higher", async () => {
    const board = { slot: 1, counter: 9, ceiling: 129 };
    const { kept, standing, ceiling } = await restored(board, { slot: 0, counter: 7, ceiling: 65 });
    expect(kept).toEqual(["update", "sealed"]);
    // The image is that of the backup.
    expect(standing).toMatchObject({ slot: 0, counter: 9, id: ID, tried: NONE_TRIED });
    expect(ceiling).toBe(129);
  });

  test("a restore takes the backup's records where the board's are lower", async () => {
    const backup = { slot: 1, counter: 9, trial: 12, ceiling: 129 };
    const { kept, storage } = await restored({ counter: 7, ceiling: 65 }, backup);
    expect(kept).toEqual([]);
    expect(storage).toEqual(filesOf(backup));
    expect((await restored(undefined, backup)).storage).toEqual(filesOf(backup));
  });

  test("a backup without the records leaves the board its own", async () => {
    const { kept, storage, standing, ceiling } = await restored({ counter: 9, ceiling: 129 }, undefined);
    expect([kept, standing.counter, ceiling]).toEqual([["update", "sealed"], 9, 129]);
    expect(storage.has("notes")).toBe(false);
  });

  test("each counter is kept by itself", async () => {
    const { kept, standing, ceiling } = await restored(
      { counter: 7, ceiling: 129 },
      { counter: 9, ceiling: 65 },
    );
    expect([kept, standing.counter, ceiling]).toEqual([["sealed"], 9, 129]);
  });

  test("a backup's image on trial does not lower the counter either", async () => {
    const { standing } = await restored(
      { counter: 9, ceiling: 1 },
      { slot: 1, counter: 5, trial: 7, ceiling: 1 },
    );
    expect(standing).toMatchObject({ slot: 1, counter: 9, tried: 0, triedCounter: 9, triedId: ID });
  });

  test("a restored image starts beside a kept counter", async () => {
    const storage: Files = new Map();
    const files = await at(storage, async (console) => {
      await console.upload(image);
      return console.backup();
    });
    write(recordsIn(storage), { counter: 9, ceiling: 129 });
    await at(storage, (console) => console.restore(files));
    expect(readStanding(recordsIn(storage)).counter).toBe(9);
    expect(started(storage)).toContain("old");
  });
});

test("a cut in the middle of a restore in place leaves the counters", async () => {
  const options = { chip: "esp32", flashBytes: 21_000 } as const;
  const before: Files = new Map();
  const large = { "ovaaaaa0.lua": `-- ${"x".repeat(6000)}\n` };
  await nodemcu
    .switchOn(before, options)
    .open((console) => console.upload(nodemcu.imageOf("one", "esp32", large)));
  const lower: Files = new Map();
  write(recordsInNodeMcu(lower), { slot: 1, counter: 7, ceiling: 65 });
  const files = [...[...before].map(([name, content]) => [name, `${content} `] as const), ...lower].map(
    ([name, content]) => ({ name, content }),
  );
  write(recordsInNodeMcu(before), { counter: 9, ceiling: 129 });
  let cuts = 0;
  for (let cutAtWrite = 20, isCut = true; isCut; cutAtWrite += 7, cuts += 1) {
    const storage = new Map(before);
    const { open, line, model } = nodemcu.switchOn(storage, options);
    const restore = open((console) => console.restore(files, { inPlace: true }), line({ cutAtWrite }));
    isCut = await restore.then(
      () => false,
      () => true,
    );
    model.device.kill();
    const records = recordsInNodeMcu(storage);
    expect([cutAtWrite, readStanding(records).counter, readTaken(records).ceiling]).toEqual([
      cutAtWrite,
      9,
      129,
    ]);
  }
  expect(cuts).toBeGreaterThan(3);
}, 60_000);
