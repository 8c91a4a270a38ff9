// The name that was meant by a wrong one: misspelt, in other letters, or a part of a longer one.
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

const CLASSES = ["date", "battery", "battery_charging", "humidity", "pm1", "pm10", "area", "host", "lamp"];

test.each([
  ["batt", "battery"],
  ["humid", "humidity"],
  ["hots", "host"],
  ["lmap", "lamp"],
  ["ares", "area"],
  ["dust", undefined],
  ["gate-2", undefined],
  ["ba", undefined],
])("the short name %s means %s", (name, meant) => {
  expect(nearest(name, CLASSES)).toBe(meant);
});

test("a beginning that several names share means none of them", () => {
  expect(nearest("esp32", ["esp32-nodemcu", "esp32-espruino", "d1-mini"])).toBeUndefined();
});

test("a name of one letter is near no other letter", () => {
  expect(nearest("a", ["b", "c"])).toBeUndefined();
});

test("no name is near where none exists", () => {
  expect(nearest("door", [])).toBeUndefined();
});
