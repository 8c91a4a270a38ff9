// Maximum step: which jumps are believed, and when.
import fc from "fast-check";
import { expect, test } from "vitest";
import { maxStep } from "../../../../src/device/run/filters/max-step.ts";
import { feed, scaledTo } from "./fed.ts";

test("maxStep turns a single jump into a missing reading", () => {
  expect(feed(scaledTo(1, maxStep(2)), 210, 850, 211, 231, 232)).toEqual([210, undefined, 211, 231, 232]);
});

test("maxStep passes a jump that the next reading confirms", () => {
  expect(feed(maxStep(5), 20, 60, 62, 63)).toEqual([20, undefined, 62, 63]);
});

test("two jumps to different values do not confirm each other", () => {
  expect(feed(maxStep(5), 20, 60, 90, -30, 21)).toEqual([20, undefined, undefined, undefined, 21]);
});

test("maxStep passes a missing reading and compares with earlier ones", () => {
  expect(feed(maxStep(5), 20, undefined, 85, undefined, 21)).toEqual([
    20,
    undefined,
    undefined,
    undefined,
    21,
  ]);
});

test("maxStep passes a constant value by its second reading", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -100, max: 100 })),
      fc.integer({ min: -100, max: 100 }),
      (fed, value) => {
        const filter = maxStep(5);
        for (const value of fed) filter.pass(filter, value);
        filter.pass(filter, value);
        expect(filter.pass(filter, value)).toBe(value);
      },
    ),
  );
});
