// Difference: what came since the sample before.
import { expect, test } from "vitest";
import { difference } from "../../../../src/device/run/filters/difference.ts";
import { HELD } from "../../../../src/device/run/filters/filter.ts";
import { feed } from "./fed.ts";

test("the first reading is held, each other is a difference", () => {
  expect(feed(difference(), 100, 103, 103, 101)).toEqual([HELD, 3, 0, -2]);
});

test("no reading goes straight on, and the difference across it is whole", () => {
  expect(feed(difference(), 100, undefined, 107)).toEqual([HELD, undefined, 7]);
});
