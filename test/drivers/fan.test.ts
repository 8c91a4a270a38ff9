// A fan by PWM: its duty at each speed, from the first moment on.
import { join } from "node:path";
import { expect, test } from "vitest";
import { sentencesOf } from "../../src/checks/fault.ts";
import { partFaults } from "../../src/checks/part-faults.ts";
import type * as Driver from "../../src/drivers/fan.ts";
import { createBreadboard, PIN } from "./breadboard.ts";
import { narrow } from "./narrow.ts";

const { fan } = narrow<typeof Driver>(join(import.meta.dirname, "..", "..", "src", "drivers", "fan.ts"));

function onBench(value: number, activeLow?: boolean, hertz?: number) {
  const board = createBreadboard();
  const pulses: [hertz: number, duty: number][] = [];
  board.lines.whenPulsed(PIN, (at, duty) => pulses.push([at, duty]));
  const part = fan("fan", activeLow, hertz);
  board.setUp(part, value);
  return { part, pulses };
}

test.each([
  [0, 0],
  [1, 10],
  [20, 205],
  [50, 512],
  [99, 1013],
  [100, 1023],
  // A driver of one's own device may ask for more.
  [250, 1023],
  [-1, 0],
])("%i percent is a duty of %i", (percent, duty) => {
  const { part, pulses } = onBench(0);
  part.drive(part, percent);
  expect(pulses).toEqual([
    [500, 0],
    [500, duty],
  ]);
});

test("a fan has its speed at start from the first pulse on", () => {
  expect(onBench(40, false, 25000).pulses).toEqual([[25000, 409]]);
});

test("a fan behind a transistor turns while the pin is low", () => {
  const { part, pulses } = onBench(0, true, 25000);
  part.drive(part, 40);
  part.drive(part, 100);
  expect(pulses).toEqual([
    [25000, 1023],
    [25000, 614],
    [25000, 0],
  ]);
});

test("a frequency that no fan takes is refused", () => {
  expect(sentencesOf(partFaults([fan("fan", false, 10)]))).toEqual([
    'The part "fan" has 10 for its hertz; it is a whole number from 40 to 40000.',
  ]);
});
