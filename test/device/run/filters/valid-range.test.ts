// Valid range: what becomes of a reading outside.
import { expect, test } from "vitest";
import { validRange } from "../../../../src/device/run/filters/valid-range.ts";
import { feed, scaledTo } from "./fed.ts";

test("a reading outside is no reading, one inside is itself", () => {
  expect(feed(scaledTo(1, validRange(-40, 84.9)), -401, -400, 215, 849, 850)).toEqual([
    undefined,
    -400,
    215,
    849,
    undefined,
  ]);
});

test("no reading goes straight on", () => {
  expect(feed(validRange(5, 10), undefined)).toEqual([undefined]);
});
