// A light of red, green, blue and white: what each LED shows of a colour, on both levels, and that no light is lost.
import { expect, test } from "vitest";
import { rgbwLight } from "../../src/drivers/rgbw-light.ts";
import { createLight } from "../../tools/sim/parts/driven.ts";
import { createBreadboard } from "./breadboard.ts";

const PINS = ["strip.red", "strip.green", "strip.blue", "strip.white"];

function onBench(value: number, activeLow = false, hertz?: number) {
  const board = createBreadboard();
  const pulses: [pin: string, hertz: number][] = [];
  for (const pin of PINS) board.lines.whenPulsed(pin, (at) => pulses.push([pin, at]));
  const lights = PINS.map((pin) => createLight({ lines: board.lines, pin, activeLow }));
  const part = rgbwLight("strip", activeLow, hertz);
  board.setUp(part, value);
  return { part, pulses, seen: () => lights.map((light) => Math.round(light.brightness() * 1023)) };
}

test.each([false, true])("an RGBW light moves the common part to white, active low %s", (activeLow) => {
  const { part, seen } = onBench(0xff8040, activeLow);
  expect(seen()).toEqual([958, 193, 0, 65]);
  for (const [colour, shown] of [
    [0xffffff, [0, 0, 0, 1023]],
    [0x808080, [0, 0, 0, 258]],
    [0xff0000, [1023, 0, 0, 0]],
    [0x00ff00, [0, 1023, 0, 0]],
    [0x0000ff, [0, 0, 1023, 0]],
    [0x00ffff, [0, 1023, 1023, 0]],
    [0x402010, [60, 12, 0, 5]],
    [0x102040, [0, 12, 60, 5]],
    [0x201040, [12, 0, 60, 5]],
    [0x010101, [0, 0, 0, 1]],
    [0, [0, 0, 0, 0]],
  ] as const) {
    part.drive(part, colour);
    expect(seen()).toEqual(shown);
  }
});

test("an RGBW light is as bright as an RGB light", () => {
  const { part, seen } = onBench(0);
  const light = (level: number) => Math.ceil((level * level * 1023) / 65025);
  for (let colour = 0; colour <= 0xffffff; colour += 65793 + 4099) {
    part.drive(part, colour);
    const [red = 0, green = 0, blue = 0, white = 0] = seen();
    const levels = [colour >> 16, (colour >> 8) & 255, colour & 255];
    expect([red + white, green + white, blue + white]).toEqual(levels.map(light));
    expect(Math.min(red, green, blue)).toBe(0);
  }
});

test("all four have pulses at 500 Hz, or at the given frequency", () => {
  expect(onBench(0).pulses).toEqual(PINS.map((pin) => [pin, 500]));
  expect(onBench(0, false, 5000).pulses).toEqual(PINS.map((pin) => [pin, 5000]));
});
