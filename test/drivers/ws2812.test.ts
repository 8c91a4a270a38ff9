// A strip of LEDs: what is sent for each colour, in which order and how often, and what becomes of it on the strip.
import { expect, test } from "vitest";
import { sentencesOf } from "../../src/checks/fault.ts";
import { partFaults } from "../../src/checks/part-faults.ts";
import { ws2812 } from "../../src/drivers/ws2812.ts";
import { createWs2812 } from "../../tools/sim/parts/ws2812.ts";
import { createBreadboard, PIN } from "./breadboard.ts";

function onBench(value: number, leds = 4) {
  const board = createBreadboard();
  const strip = createWs2812({ lines: board.lines, pin: PIN, leds });
  board.watch(strip);
  const part = ws2812("strip", leds);
  board.setUp(part, value);
  return { board, strip, drive: (colour: number) => part.drive(part, colour) };
}

test("a strip shows its start colour at once in one frame", () => {
  const { strip } = onBench(0x8000ff);
  expect(strip.lights()).toEqual([0x4100ff, 0x4100ff, 0x4100ff, 0x4100ff]);
  expect(strip.frames()).toBe(1);
});

test.each([
  ["red", 0xff0000, 0xff0000],
  ["green", 0x00ff00, 0x00ff00],
  ["blue", 0x0000ff, 0x0000ff],
  ["the least of each", 0x010203, 0x010101],
  ["half of each by a square law", 0x808080, 0x414141],
  ["the least two that differ", 0x0f1010, 0x010202],
  ["white", 0xffffff, 0xffffff],
  ["black", 0, 0],
])("a strip shows %s on each LED", (_name, colour, shown) => {
  const { strip, drive } = onBench(0x123456, 300);
  drive(colour);
  expect(strip.lights()).toEqual(new Array(300).fill(shown));
});

test("sends green, red and blue, once for each LED", () => {
  const { board, drive } = onBench(0, 1);
  const sent: [string, number][] = [];
  board.ports.pixels.send = (_, bytes, times) => sent.push([bytes, times]) > 0;
  drive(0xff8001);
  expect(sent).toEqual([["\x41\xff\x01", 1]]);
});

test("a strip reports an unsent frame and sends the next one", () => {
  const { board, strip, drive } = onBench(0xff0000);
  strip.fault = "unsent";
  drive(0x00ff00);
  expect(strip.lights()).toEqual([0xff0000, 0xff0000, 0xff0000, 0xff0000]);
  expect(board.logged).toEqual(["WS2812: strip was not sent"]);
  strip.fault = "none";
  drive(0x0000ff);
  expect(strip.lights()).toEqual([255, 255, 255, 255]);
  expect(board.logged).toHaveLength(1);
});

test("a strip that was away is dark until the next colour", () => {
  const { board, strip, drive } = onBench(0xff0000);
  strip.fault = "absent";
  drive(0x00ff00);
  expect(strip.lights()).toEqual([0, 0, 0, 0]);
  strip.fault = "none";
  expect(strip.lights()).toEqual([0, 0, 0, 0]);
  drive(0x0000ff);
  expect(strip.lights()).toEqual([255, 255, 255, 255]);
  expect(board.logged).toEqual([]);
});

test("a frame that is cut leaves the far half as it was", () => {
  const { strip, drive } = onBench(0xff0000);
  strip.fault = "cut";
  drive(0x0000ff);
  expect(strip.lights()).toEqual([255, 255, 0xff0000, 0xff0000]);
  strip.fault = "none";
  drive(0x0000ff);
  expect(strip.lights()).toEqual([255, 255, 255, 255]);
});

test("a frame of another length than the strip's is noted", () => {
  const board = createBreadboard();
  const strip = createWs2812({ lines: board.lines, pin: PIN, leds: 2 });
  board.setUp(ws2812("strip", 3), 0xff0000);
  expect(strip.lights()).toEqual([0xff0000, 0xff0000]);
  expect(strip.misuses()).toEqual(["WS2812: a frame of 9 bytes, where 2 LEDs take 6"]);
});

test.each([0, 301, 2.5, -1, Number.NaN, undefined])("%s LEDs are refused, with what is allowed", (leds) => {
  expect(sentencesOf(partFaults([ws2812("strip", leds as number)]))).toEqual([
    `The part "strip" has ${leds} for its LEDs; it is a whole number from 1 to 300.`,
  ]);
});

test.each([1, 300])("%s LEDs are taken", (leds) => {
  expect(partFaults([ws2812("strip", leds)])).toEqual([]);
});
