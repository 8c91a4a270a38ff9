// Power that goes at every step of the journal's writes and erases: what was committed is there, what was not
// is not, and both at once never.
import { expect, test } from "vitest";
import { adler32 } from "../../src/bytes/adler32.ts";
import {
  commit,
  forget,
  heldValue,
  type Journal,
  journalOf,
  keep,
  mostValueBytes,
} from "../../src/journal/journal.ts";
import { type Recovery, recover } from "../../src/journal/recover.ts";
import { createRandom, type Random } from "../../src/platform/node/random.ts";
import type { JournalAreas } from "../../src/ports/journal.ts";
import { type FlashOptions, PowerLost, SimulatedFlash, type Tearing } from "../../tools/sim/worlds/flash.ts";
import { atGate } from "../everything.ts";

const SIZES = { areaBytes: 512, pageBytes: 256 };
/** Keys. */
const MOST = 9;

type Values = Map<number, string>;

interface Life {
  journal: Journal;
  recovery: Recovery;
}

function begin(flash: SimulatedFlash): Life {
  const recovery = recover(flash.port);
  return { journal: journalOf(recovery, MOST), recovery };
}

function valuesIn({ journal }: Life): Values {
  return new Map(journal.held.keys.map((key) => [key, heldValue(journal, key) ?? "gone"]));
}

/** What of random values is gathered before one commit. */
function gather(journal: Journal, before: Values, random: Random): Values {
  const after = new Map(before);
  for (let i = random.between(1, 3); i > 0; i -= 1) {
    const key = random.once(4) ? random.below(65_536) : random.below(12);
    if (random.once(3)) {
      if (forget(journal, key)) after.delete(key);
      continue;
    }
    const value = textOf(random, random.between(1, random.once(5) ? mostValueBytes(journal) : 24));
    if (!keep(journal, key, value)) continue;
    after.delete(key);
    after.set(key, value);
  }
  return after;
}

/** Bytes as they come, and many of them as erased flash has them. */
function textOf(random: Random, length: number): string {
  const bytes = Array.from({ length }, () => (random.once(3) ? 0xff : random.below(256)));
  return String.fromCharCode(...bytes);
}

const shown = (values: Values) => [...values].map(([key, value]) => `${key}=${value}`);
const sorted = (values: Values) => shown(values).sort();

/** True: the power went before it was over. */
function cut(run: () => void): boolean {
  try {
    run();
    return false;
  } catch (error) {
    if (error instanceof PowerLost) return true;
    throw error;
  }
}

/**
 * One schedule: commits, the last of them cut at each step, and each start behind it cut once too. Returns
 * how many cuts there were.
 */
function tryCuts(seed: number, tearing: Tearing, isFile: boolean): number {
  const random = createRandom(seed);
  const flash = new SimulatedFlash({ ...SIZES, random, tearing, isFile });
  let life = begin(flash);
  let values: Values = new Map();
  for (let i = random.below(20); i > 0; i -= 1) {
    if (random.once(6)) life = begin(flash);
    values = gather(life.journal, values, random);
    expect(commit(life.journal)).toBe(true);
  }
  expect(sorted(valuesIn(life))).toEqual(sorted(values));
  let cuts = 0;
  const chosen = seed * 7919;
  for (let step = 0; ; step += 1, cuts += 1) {
    const torn = flash.copy();
    const again = begin(torn);
    // The same draws each time.
    const after = gather(again.journal, values, createRandom(chosen));
    torn.losePower(step);
    if (!cut(() => commit(again.journal))) break;
    torn.losePower(random.below(40));
    if (!cut(() => begin(torn))) torn.losePower(undefined);
    torn.losePower(undefined);
    const restarted = begin(torn);
    const what = `seed ${seed}, ${tearing}${isFile ? " in files" : ""}, step ${step}`;
    expect([sorted(values), sorted(after)], what).toContainEqual(sorted(valuesIn(restarted)));
    expect([restarted.recovery.damaged, restarted.recovery.isOld, torn.misuses], what).toEqual([0, false, 0]);
    // It goes on from here.
    const expected = valuesIn(restarted);
    for (const key of restarted.journal.held.keys.slice(0, 1)) {
      expect(forget(restarted.journal, key), what).toBe(true);
      expected.delete(key);
    }
    if (keep(restarted.journal, 7, "on")) expected.set(7, "on");
    expect(commit(restarted.journal), what).toBe(true);
    expect(sorted(valuesIn(begin(torn))), what).toEqual(sorted(expected));
  }
  return cuts;
}

test.each([
  ["in order", false],
  ["at once", false],
  ["in order", true],
] as const)("a cut %s loses no committed value (in files: %s)", (tearing, isFile) => {
  let cuts = 0;
  for (let seed = 1; seed <= atGate(60, 3334); seed += 1) cuts += tryCuts(seed, tearing, isFile);
  expect(cuts).toBeGreaterThan(1000);
});

/** What may have been written of each key at any time. */
type Written = Map<number, Set<string>>;

test("a cut that damages neighbours brings no wrong value and is reported", () => {
  let lost = 0;
  for (let seed = 1; seed <= atGate(60, 4000); seed += 1) {
    const random = createRandom(seed);
    const flash = new SimulatedFlash({ ...SIZES, random, tearing: "neighbours" });
    const written: Written = new Map();
    let values: Values = new Map();
    for (let life = begin(flash), i = 0; i < 30; i += 1) {
      const before = values;
      values = gather(life.journal, before, random);
      for (const [key, value] of values) written.set(key, (written.get(key) ?? new Set()).add(value));
      if (random.once(3)) flash.losePower(random.below(60));
      const isCut = cut(() => commit(life.journal));
      flash.losePower(undefined);
      if (!isCut) continue;
      life = begin(flash);
      const restored = valuesIn(life);
      for (const [key, value] of restored) expect([...(written.get(key) ?? [])]).toContain(value);
      const isRight = [sorted(before), sorted(values)].some((any) => `${any}` === `${sorted(restored)}`);
      const { isTorn, damaged } = life.recovery;
      if (!isRight) expect({ seed, isSaid: isTorn || damaged > 0 }).toEqual({ seed, isSaid: true });
      if (!isRight) lost += 1;
      values = restored;
    }
  }
  expect(lost).toBeGreaterThan(5);
});

function flashWith(values: Values, options: Partial<FlashOptions> = {}): SimulatedFlash {
  const flash = new SimulatedFlash({ ...SIZES, random: createRandom(1), ...options });
  const { journal } = begin(flash);
  for (const [key, value] of values) expect(keep(journal, key, value) && commit(journal)).toBe(true);
  return flash;
}

const SOME: Values = new Map([
  [1, "on"],
  [2, "x".repeat(20)],
  [3, "21.5"],
]);

test("a damaged record between valid ones is reported; the others stay", () => {
  const flash = flashWith(SOME);
  const [area] = flash.areas;
  area[area.indexOf("x".charCodeAt(0))] = 0;
  const { recovery, ...life } = begin(flash);
  expect(shown(valuesIn({ recovery, ...life }))).toEqual(["1=on", "3=21.5"]);
  expect(recovery).toMatchObject({ damaged: 1, isTorn: false, isOld: false });
  // What is left was copied to the other area: the next start finds nothing wrong.
  expect(begin(flash).recovery.damaged).toBe(0);
});

test("a missing newer area makes the older one reported as old", () => {
  const flash = flashWith(SOME);
  const { journal } = begin(flash);
  for (let i = 0; journal.log.area === 0; i += 1) {
    keep(journal, 1, `${i}`);
    commit(journal);
  }
  flash.areas[1].fill(0x5a);
  const life = begin(flash);
  expect(life.recovery).toMatchObject({ damaged: 1, isOld: true });
  expect(valuesIn(life).get(3)).toBe("21.5");
});

test("a journal of another format is refused by name and not read", () => {
  const flash = flashWith(SOME);
  const header = `rmj2${adler32("rmj2")}`;
  flash.areas[0].set(Buffer.from(header, "latin1"));
  const { recovery, journal } = begin(flash);
  expect(recovery).toMatchObject({ otherFormat: "2", damaged: 0 });
  expect(keep(journal, 1, "off") && commit(journal)).toBe(true);
});

test("areas with foreign content are reset and reported", () => {
  const flash = flashWith(new Map());
  flash.areas[0].fill(0x42);
  flash.areas[1].fill(0x42);
  const { recovery, journal } = begin(flash);
  expect([recovery.damaged, journal.held.keys]).toEqual([1, []]);
  expect(keep(journal, 1, "off") && commit(journal)).toBe(true);
});

test("flash that fails is written a few times, then left alone", () => {
  const flash = flashWith(SOME);
  const life = begin(flash);
  const areas: JournalAreas = { ...flash.port, write: () => flash.writes++ < 0 };
  const worn = journalOf({ ...life.recovery, log: { ...life.recovery.log, areas } }, MOST);
  flash.writes = 0;
  for (let i = 0; i < 10; i += 1) {
    expect(keep(worn, 1, "off")).toBe(true);
    expect(commit(worn)).toBe(false);
    expect(heldValue(worn, 1)).toBe("on");
  }
  expect(flash.writes).toBeLessThan(8);
});

test("a frequently changing key takes no more room", () => {
  const { journal } = begin(flashWith(new Map()));
  for (let i = 0; i < 500; i += 1) expect(keep(journal, 1, `${i}`.padEnd(80)) && commit(journal)).toBe(true);
  for (let key = 2; key <= MOST; key += 1) expect(keep(journal, key, "x") && commit(journal)).toBe(true);
  expect(keep(journal, MOST + 1, "x")).toBe(false);
  expect(forget(journal, 1) && commit(journal) && keep(journal, MOST + 1, "x")).toBe(true);
});
