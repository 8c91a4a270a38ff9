// Valid range: what becomes of a reading outside.
import { expect, test } from "vitest";
import { validRange } from "../../../../src/device/run/filters/valid-range.ts";
import { feed, scaledTo } from "./fed.ts";

test("validRange turns a reading outside into a missing one", () => {
  expect(feed(scaledTo(1, validRange(-40, 84.9)), -401, -400, 215, 849, 850)).toEqual([
    undefined,
    -400,
    215,
    849,
    undefined,
  ]);
});

test("validRange passes a missing reading", () => {
  expect(feed(validRange(5, 10), undefined)).toEqual([undefined]);
});
