// Difference: what came since the sample before.
import { expect, test } from "vitest";
import { difference } from "../../../../src/device/run/filters/difference.ts";
import { HELD } from "../../../../src/device/run/filters/filter.ts";
import { feed } from "./fed.ts";

test("difference holds the first reading and passes each later difference", () => {
  expect(feed(difference(), 100, 103, 103, 101)).toEqual([HELD, 3, 0, -2]);
});

test("difference passes a missing reading and spans it", () => {
  expect(feed(difference(), 100, undefined, 107)).toEqual([HELD, undefined, 7]);
});
