// The wear that the build says beside what a journal does to flash in memory.
import { expect, test } from "vitest";
import { commit, journalOf, keep } from "../../../src/journal/journal.ts";
import { recover } from "../../../src/journal/recover.ts";
import { createRandom } from "../../../src/platform/node/random.ts";
import { wearOf, wearRefusal, wearWords } from "../../../tools/image/journal/wear.ts";
import { SimulatedFlash } from "../../../tools/sim/worlds/flash.ts";

const FACTS = { at: 0, areaBytes: 8192, pageBytes: 4096, erases: 100_000 };
const MINUTES_IN_YEAR = 365.25 * 24 * 60;

test.each([1, 5, 40, 200])("records of %i bytes erase no page more often than the build says", (bytes) => {
  const flash = new SimulatedFlash({ ...FACTS, random: createRandom(1) });
  const journal = journalOf(recover(flash.port), 8);
  for (let key = 0; key < 5; key += 1) keep(journal, key, "x".repeat(bytes));
  commit(journal);
  const started = [...flash.erases];
  const records = 4000;
  for (let i = 0; i < records; i += 1) {
    expect(keep(journal, i % 5, "y".repeat(bytes)) && commit(journal)).toBe(true);
  }
  const { erases } = wearOf(FACTS, [{ every: 60, bytes }], journal.held.bytes);
  const said = (erases * records) / MINUTES_IN_YEAR;
  const worst = Math.max(...flash.erases.map((count, page) => count - (started[page] ?? 0)));
  expect(worst).toBeLessThanOrEqual(Math.ceil(said) + 1);
  expect(worst).toBeGreaterThan(said * 0.6 - 1);
});

test("a reading a minute is reported with its erases and years", () => {
  const wear = wearOf(FACTS, [{ every: 60, bytes: 20 }], 500);
  expect(wear.writes).toBe(525_960);
  expect(wearWords(wear)).toBe(
    "the journal is written 525960 times a year at most, which erases each of its pages 1206 times: the flash lasts 82 years",
  );
  expect(wearRefusal(wear)).toBeUndefined();
});

test("two readings a second are refused with a remedy", () => {
  const wear = wearOf(FACTS, [{ every: 0.5, bytes: 20 }], 500);
  expect(wearRefusal(wear)).toMatch(
    /^The flash would last 0\.\d years, and has to last 5: .* within: seconds\(30\)\.$/,
  );
});

test("a device that writes nothing wears no flash", () => {
  expect(wearOf(FACTS, [], 0)).toEqual({ writes: 0, erases: 0, years: Number.POSITIVE_INFINITY });
});
