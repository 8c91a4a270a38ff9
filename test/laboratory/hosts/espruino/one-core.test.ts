// Which core a real interpreter runs on.
import { expect, test } from "vitest";
import { coresIn, onOneCore } from "../../../../tools/laboratory/hosts/espruino/one-core.ts";

test("a list of cores may have single ones and ranges", () => {
  expect(coresIn("0,2-4")).toEqual([0, 2, 3, 4]);
  expect(coresIn("7")).toEqual([7]);
});

test("where no cores are told there are none to choose from", () => {
  expect(coresIn("")).toEqual([]);
});

test("the command stands behind what chooses its core, with its arguments", () => {
  expect(onOneCore(["espruino", "-e", ""]).slice(-3)).toEqual(["espruino", "-e", ""]);
});
