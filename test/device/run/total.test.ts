// Totals of a period, by their samples: what a counter has grown by since the period began, over restarts and
// while no time is known.
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type * as Totals from "../../../src/device/run/total.ts";
import type * as Texts from "../../../src/device/run/total-text.ts";
import { newPart, type Quantity } from "../../../src/reading/part.ts";
import { narrow } from "../../drivers/narrow.ts";

const SRC = join(import.meta.dirname, "..", "..", "..", "src", "device", "run");
const { totalOf, goBy } = narrow<typeof Totals>(join(SRC, "total.ts"));
const { totalText, takeTotal } = narrow<typeof Texts>(join(SRC, "total-text.ts"));

function counter(role = "meter", decimals = 3): Quantity {
  const nothing = () => {};
  const part = newPart(
    role,
    "none",
    nothing,
    () => 0,
    () => "",
  );
  return { part, decimals, value: undefined };
}

/** A life of a device; `kept` is what an earlier one has left. */
function life(kept = "", { each = "day", role = "meter" } = {}) {
  const source = counter(role);
  const total = totalOf(source, { each } as Totals.TotalOptions);
  const part = total.part as Totals.TotalPart;
  const wall = {
    sun: undefined,
    site: undefined,
    zone: undefined,
    local: undefined as { day: number; minute: number } | undefined,
    ahead: 0,
    dayLeft: 0,
  };
  goBy(part, wall);
  takeTotal(part, kept);
  return {
    /** On this day, at noon; `undefined`: the time is not known. Returns both totals. */
    sample(reading: number | undefined, day?: number) {
      source.value = reading;
      wall.local = day === undefined ? undefined : { day, minute: 720 };
      expect(part.collect(part)).toBe("");
      return [total.value, total.last.value];
    },
    kept: () => totalText(part),
  };
}

test("a day's total is its count, published on the next day", () => {
  const { sample } = life();
  expect(sample(0)).toEqual([0, undefined]);
  expect(sample(30, 100)).toEqual([30, undefined]);
  expect(sample(70, 100)).toEqual([70, undefined]);
  // What came between the two samples came before midnight.
  expect(sample(90, 101)).toEqual([0, 90]);
  expect(sample(95, 101)).toEqual([5, 90]);
  expect(sample(95, 102)).toEqual([0, 5]);
});

test("a restart continues from the stored total", () => {
  const first = life();
  first.sample(0);
  first.sample(500, 100);
  first.sample(800, 101);
  first.sample(900, 101);
  const kept = first.kept();
  first.sample(950, 101);
  const second = life(kept);
  expect(second.sample(0)).toEqual([100, 800]);
  expect(second.sample(7, 101)).toEqual([107, 800]);
  expect(second.sample(8, 102)).toEqual([0, 108]);
});

test("counts before the time is known belong to the current day", () => {
  const first = life();
  first.sample(0);
  first.sample(500, 100);
  const second = life(first.kept());
  expect(second.sample(0)).toEqual([500, undefined]);
  expect(second.sample(20)).toEqual([520, undefined]);
  const third = life(second.kept());
  expect(third.sample(0)).toEqual([520, undefined]);
  expect(third.sample(3)).toEqual([523, undefined]);
  expect(third.sample(3, 101)).toEqual([23, 500]);
});

test("a day while the device was off has no total", () => {
  const first = life();
  first.sample(0);
  first.sample(500, 100);
  const second = life(first.kept());
  second.sample(0);
  expect(second.sample(4, 103)).toEqual([4, undefined]);
  expect(second.sample(6, 104)).toEqual([0, 6]);
});

test("a fast clock ends no day twice; a wrong one closes none", () => {
  const { sample } = life();
  sample(0);
  sample(10, 100);
  expect(sample(20, 101)).toEqual([0, 20]);
  expect(sample(25, 100)).toEqual([5, 20]);
  expect(sample(30, 101)).toEqual([10, 20]);
  expect(sample(31, 90)).toEqual([11, 20]);
  expect(sample(35, 91)).toEqual([0, 15]);
});

test("a meter that counted without the device continues from its last reading", () => {
  const first = life();
  expect(first.sample(12_345_678, 100)).toEqual([0, undefined]);
  first.sample(12_345_700, 100);
  const second = life(first.kept());
  expect(second.sample(12_345_750)).toEqual([72, undefined]);
  expect(second.sample(12_345_750, 100)).toEqual([72, undefined]);
  // A new one is put in its place.
  expect(second.sample(3, 100)).toEqual([75, undefined]);
});

test("a reset counter loses less than its first reading", () => {
  const readings = fc.integer({ min: 0, max: 10_000 });
  fc.assert(
    fc.property(readings, readings, (seen, first) => {
      const before = life();
      before.sample(0);
      before.sample(seen, 100);
      const [total = 0] = life(before.kept()).sample(first, 100);
      const lost = seen + first - total;
      expect(lost).toBe(first < seen ? 0 : seen);
      expect(lost).toBeLessThanOrEqual(first);
    }),
  );
});

test("a gap in readings adds nothing; the next reading includes it", () => {
  const { sample } = life();
  sample(0, 100);
  sample(10, 100);
  expect(sample(undefined, 100)).toEqual([10, undefined]);
  expect(sample(25, 100)).toEqual([25, undefined]);
});

test("an integral may fall, and starts at 0", () => {
  const first = life("", { role: "integral" });
  expect(first.sample(50, 100)).toEqual([50, undefined]);
  expect(first.sample(20, 100)).toEqual([20, undefined]);
  expect(first.sample(-20, 100)).toEqual([-20, undefined]);
  const second = life(first.kept(), { role: "integral" });
  expect(second.sample(5, 100)).toEqual([-15, undefined]);
});

test.each([
  ["another period", "month,24312,7,0,7,3"],
  ["nothing", ""],
  ["half a number", "day,1x0,7,0,7,3"],
  ["a number of more than 31 bits", "day,99999999999,7,0,7,3"],
])("%s is ignored as a stored total", (_, kept) => {
  const { sample } = life(kept);
  expect(sample(5)).toEqual([0, undefined]);
  expect(sample(9, 100)).toEqual([4, undefined]);
});

test("a total beyond 31 bits starts anew", () => {
  const { sample } = life();
  sample(0, 100);
  expect(sample(2_147_483_000, 100)).toEqual([2_147_483_000, undefined]);
  expect(sample(700, 100)).toEqual([0, undefined]);
  expect(sample(800, 100)).toEqual([100, undefined]);
});

const event = fc.record({
  by: fc.nat(1000),
  days: fc.constantFrom(0, 0, 0, 1, 1, 2),
  knows: fc.boolean(),
  restarts: fc.constantFrom(false, false, false, true),
});

test("totals add up over any days, counts and restarts", () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      const counted = new Map<number, number>();
      let [day, reading, undated, known] = [100, 0, 0, 100];
      let isDated = true;
      let now = life();
      now.sample(0, day);
      for (const { by, days, knows, restarts } of events) {
        if (restarts) {
          now = life(now.kept());
          now.sample(0);
          [reading, isDated] = [0, false];
        }
        reading += by;
        undated += by;
        // While it runs with the time it sees each midnight.
        const passed = isDated ? Math.min(days, 1) : days;
        const ended = day;
        day += passed;
        const isKnown = isDated || knows;
        const [total, last] = now.sample(reading, isKnown ? day : undefined);
        if (isKnown) {
          const of = isDated ? ended : day;
          counted.set(of, (counted.get(of) ?? 0) + undated);
          [undated, isDated] = [0, true];
          const before = day === known + 1 ? (counted.get(known) ?? 0) : undefined;
          if (day !== known) expect(last).toBe(before);
          known = day;
        }
        expect(total).toBe((counted.get(known) ?? 0) + undated);
      }
    }),
  );
});
