// A motor on an H-bridge: its two inputs at each speed, and that they are never high together.
import { join } from "node:path";
import { expect, test } from "vitest";
import type * as Driver from "../../src/drivers/motor.ts";
import { createHBridge } from "../../tools/sim/parts/h-bridge.ts";
import { createBreadboard } from "./breadboard.ts";
import { narrow } from "./narrow.ts";

const { motor } = narrow<typeof Driver>(join(import.meta.dirname, "..", "..", "src", "drivers", "motor.ts"));

const FORWARD = "fan.forward";
const BACKWARD = "fan.backward";

function onBench(value: number, hertz?: number) {
  const board = createBreadboard();
  const pulses: [pin: string, hertz: number, duty: number][] = [];
  for (const pin of [FORWARD, BACKWARD])
    board.lines.whenPulsed(pin, (at, duty) => pulses.push([pin, at, duty]));
  const model = createHBridge({ lines: board.lines, forward: FORWARD, backward: BACKWARD });
  board.watch(model);
  const part = motor("fan", hertz);
  board.setUp(part, value);
  return { ...board, model, part, pulses };
}

test.each([
  [0, 0, 0],
  [1, 10, 0],
  [50, 512, 0],
  [100, 1023, 0],
  [-1, 0, 10],
  [-50, 0, 512],
  [-100, 0, 1023],
  // A driver of one's own device may ask for more.
  [250, 1023, 0],
  [-250, 0, 1023],
])("%i percent is a duty of %i forward and %i backward", (percent, forward, backward) => {
  const { lines, part } = onBench(0);
  part.drive(part, percent);
  expect(lines.output(FORWARD)).toBe(forward / 1023);
  expect(lines.output(BACKWARD)).toBe(backward / 1023);
});

test("a motor that changes its direction never has both inputs high", () => {
  const { model, part } = onBench(80);
  expect(model.speed()).toBeCloseTo(0.8, 2);
  for (const percent of [-80, 80, -100, 100, 0]) {
    part.drive(part, percent);
    expect(model.speed()).toBeCloseTo(percent / 100, 2);
  }
  // The breadboard fails the test for what the bridge notes.
});

test("a bridge notes that both of its inputs are high", () => {
  const { lines, misuses } = onBench(80);
  lines.pulsed(BACKWARD, 500, 1);
  expect(misuses()).toEqual(["H-bridge: both inputs are high"]);
});

test("both pins stand low before the motor turns", () => {
  expect(onBench(-60, 1000).pulses).toEqual([
    [FORWARD, 1000, 0],
    [BACKWARD, 1000, 0],
    [FORWARD, 1000, 0],
    [BACKWARD, 1000, 614],
  ]);
});

test.each(["jammed", "dead"] as const)("a motor that is %s stands still at any duty", (fault) => {
  const { model } = onBench(100);
  expect(model.speed()).toBe(1);
  model.fault = fault;
  expect(model.speed()).toBe(0);
});
