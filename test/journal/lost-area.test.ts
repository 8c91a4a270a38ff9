// An area that gives nothing any more, as a file that a file system has lost: the other one stays.
import { expect, test } from "vitest";
import { commit, heldValue, type Journal, journalOf, keep } from "../../src/journal/journal.ts";
import { recover } from "../../src/journal/recover.ts";
import { createRandom } from "../../src/platform/node/random.ts";
import { SimulatedFlash } from "../../tools/sim/worlds/flash.ts";

const SIZES = { areaBytes: 512, pageBytes: 256 };
const KEY = 7;

function write(journal: Journal, count: number): boolean {
  return keep(journal, KEY, `value ${count}`) && commit(journal);
}

test("an area that reads as empty leaves the other area unchanged", () => {
  const flash = new SimulatedFlash({ ...SIZES, random: createRandom(1) });
  let lost = -1;
  const { port } = flash;
  const areas: typeof port = {
    ...port,
    areaBytes: () => port.areaBytes(),
    read: (area, at, length) =>
      area === lost ? "\xff".repeat(Math.max(0, length)) : port.read(area, at, length),
    write: (area, at, bytes) => port.write(area, at, bytes),
    erase: (area) => port.erase(area),
  };
  const recovery = recover(areas);
  const journal = journalOf(recovery, 4);
  const first = recovery.log.area;
  let count = 0;
  for (; recovery.log.area === first; count++) expect(write(journal, count)).toBe(true);
  lost = recovery.log.area;
  let isTaken = true;
  for (const end = count + 50; count < end && isTaken; count++) isTaken = write(journal, count);
  expect(isTaken).toBe(false);
  const next = recover(areas);
  expect(next.isOld).toBe(true);
  expect(heldValue(journalOf(next, 4), KEY)).toMatch(/^value \d+$/);
});
