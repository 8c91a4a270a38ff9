// Memory that a strip of LEDs takes for the moment in which it is sent, in the
// estimate of what a device holds.
import { expect, test } from "vitest";
import { pwmLight } from "../../src/drivers/pwm-light.ts";
import { ws2812 } from "../../src/drivers/ws2812.ts";
import { colorLight, device, light } from "../../src/index.ts";
import { estimateHeld, type Holding, longestStrip } from "../../tools/targets/memory-estimate.ts";

const LIMITS = { slots: 8, bytes: 500, packetBytes: 300, linkBytes: 200 };
const HOLDING: Holding = { unit: "bytes", connected: 10_000, start: 900, called: 100, buffered: 1, sent: 0 };

test("the longest strip of a device counts, by three bytes an LED", () => {
  const strips = (...leds: number[]) =>
    leds.map((count) => colorLight(`s${count}`, ws2812(`s${count}`, count)));
  expect(longestStrip(device({ name: "room" }))).toBe(0);
  expect(longestStrip(device({ name: "room", actuators: [light("lamp", pwmLight("lamp"))] }))).toBe(0);
  expect(longestStrip(device({ name: "room", actuators: strips(30, 300, 60) }))).toBe(900);
});

test("the bytes sent to a strip come on top of full buffers", () => {
  const without = estimateHeld(HOLDING, LIMITS);
  expect(without).toEqual({
    unit: "bytes",
    connected: 10_000,
    ring: 500,
    buffers: 500,
    start: 900,
    most: 11_000,
  });
  expect(estimateHeld({ ...HOLDING, sent: 1800 }, LIMITS)).toEqual({
    ...without,
    buffers: 2300,
    sent: 1800,
    most: 12_800,
  });
});

test("the bytes sent to a strip come on top of the start", () => {
  const { most } = estimateHeld({ ...HOLDING, start: 5000, sent: 1800 }, LIMITS);
  expect(most).toBe(16_800);
});
