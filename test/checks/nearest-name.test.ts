// Which name was meant: a misspelt one, one in other letters, a part of a longer one.
import { expect, test } from "vitest";
import { nearest } from "../../src/arguments/nearest-name.ts";

const KNOWN = ["door-contact", "window-contact", "temperature", "lamp-2"];

test.each([
  ["temprature", "temperature"],
  ["TEMPERATURE", "temperature"],
  ["door", "door-contact"],
  ["lamp", "lamp-2"],
  ["contact", undefined],
  ["pressure", undefined],
])("%s means %s", (name, meant) => {
  expect(nearest(name, KNOWN)).toBe(meant);
});

test("nothing is near where there is nothing", () => {
  expect(nearest("door", [])).toBeUndefined();
});
