// A light of three colours: each pin's duty at a colour, on both levels, and what is seen of it.
import { join } from "node:path";
import { expect, test } from "vitest";
import type * as Driver from "../../src/drivers/rgb-light.ts";
import { createLight } from "../../tools/sim/parts/driven.ts";
import { createBreadboard } from "./breadboard.ts";
import { narrow } from "./narrow.ts";

const { rgbLight } = narrow<typeof Driver>(
  join(import.meta.dirname, "..", "..", "src", "drivers", "rgb-light.ts"),
);

const PINS = ["strip.red", "strip.green", "strip.blue"];

function onBench(value: number, activeLow = false, hertz?: number) {
  const board = createBreadboard();
  const pulses: [pin: string, hertz: number][] = [];
  for (const pin of PINS) board.lines.whenPulsed(pin, (at) => pulses.push([pin, at]));
  const lights = PINS.map((pin) => createLight({ lines: board.lines, pin, activeLow }));
  const part = rgbLight("strip", activeLow, hertz);
  board.setUp(part, value);
  return { part, pulses, seen: () => lights.map((light) => Math.round(light.brightness() * 1023)) };
}

test.each([false, true])("an RGB light follows a square law, active low %s", (activeLow) => {
  const { part, seen } = onBench(0x8000ff, activeLow);
  expect(seen()).toEqual([258, 0, 1023]);
  for (const [colour, shown] of [
    [0xff0000, [1023, 0, 0]],
    [0x00ff00, [0, 1023, 0]],
    [0x0000ff, [0, 0, 1023]],
    [0x010203, [1, 1, 1]],
    [0x402010, [65, 17, 5]],
    [0, [0, 0, 0]],
  ] as const) {
    part.drive(part, colour);
    expect(seen()).toEqual(shown);
  }
});

test("all three have pulses at 500 Hz, or at the given frequency", () => {
  expect(onBench(0).pulses).toEqual(PINS.map((pin) => [pin, 500]));
  expect(onBench(0, false, 5000).pulses).toEqual(PINS.map((pin) => [pin, 5000]));
});
