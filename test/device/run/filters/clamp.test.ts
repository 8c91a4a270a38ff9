// Clamp: what becomes of a reading outside.
import { expect, test } from "vitest";
import { clamp } from "../../../../src/device/run/filters/clamp.ts";
import { feed, scaledTo } from "./fed.ts";

test("clamp moves a reading outside the range to its end", () => {
  expect(feed(scaledTo(1, clamp(0, 1.5)), -1, 0, 7, 15, 16, 9000)).toEqual([0, 0, 7, 15, 15, 15]);
});

test("clamp passes a missing reading", () => {
  expect(feed(clamp(5, 10), undefined)).toEqual([undefined]);
});
