// AHT20: bytes beside their physical meaning, and everything that a bus can do wrong.
import { join } from "node:path";
import { expect, test } from "vitest";
import * as driver from "../../src/drivers/aht20.ts";
import { NO_ANSWER } from "../../src/reading/part.ts";
import { type Aht20Fault, createAht20 } from "../../tools/sim/parts/i2c/aht20.ts";
import { crc8 } from "../../tools/sim/parts/sensirion.ts";
import { createBreadboard } from "./breadboard.ts";
import { narrow } from "./narrow.ts";
import { recorded } from "./recorded.ts";

function onBench({ aht20 } = driver) {
  const board = createBreadboard();
  const air = { celsius: 21.5, humidity: 48 };
  const model = createAht20({ now: board.clock.now, air: () => air });
  const part = aht20("air");
  board.plug(model);
  board.begin(part);
  return { ...board, air, model, part, reading: () => [part.temperature.value, part.humidity.value] };
}

const sound = (bytes: string) => bytes + String.fromCharCode(crc8(bytes));

test("a measurement is a command, a wait, seven bytes", () => {
  const { part, ...board } = onBench();
  const done = recorded(board);
  board.begin(part);
  expect([board.measure(part), ...board.reading()]).toEqual(["", 2150, 4800]);
  // 80 ms are the least that the datasheet asks for (5.4).
  expect(done).toEqual(["set up SDA SCL", "write 38 ac3300", "wait 85", "read 38 7"]);
});

test.each([
  // What a part gave, with the checksum that it gave; both ends; the middle.
  ["\x1c\x3b\x5e\x86\x88\xb2\xd2", 3167, 2319],
  [sound("\x18\x00\x00\x00\xcc\xcd"), -4000, 0],
  [sound("\x18\xff\xff\xfa\xcc\xcc"), 8500, 10000],
  [sound("\x18\x80\x00\x08\x00\x00"), 5000, 5000],
  [sound("\x18\x00\x00\x04\x00\x00"), 0, 0],
])("the bytes %j are %i and %i hundredths", (bytes, temperature, humidity) => {
  const { part, model, reading } = onBench();
  model.read = () => bytes;
  expect(part.collect(part)).toBe("");
  expect(reading()).toEqual([temperature, humidity]);
});

test.each([
  ["zeros", "\x18\x00\x00\x00\x00\x00"],
  ["zeros of a temperature", "\x18\x80\x00\x00\x00\x00"],
  ["ones", "\x18\xff\xff\xff\xff\xff"],
  ["-40.01 °C", "\x18\x80\x00\x00\xcc\x98"],
  ["85.01 °C", "\x18\x80\x00\x0a\xcd\x10"],
])("%s with a sound checksum are out of range", (_name, bytes) => {
  const { part, model, reading } = onBench();
  model.read = () => sound(bytes);
  expect([part.collect(part), ...reading()]).toEqual(["out of range", undefined, undefined]);
});

test("every count matches the datasheet's formula closely, in 32 bits", () => {
  const path = join(import.meta.dirname, "..", "..", "src", "drivers", "aht20.ts");
  const { part, model } = onBench(narrow<typeof driver>(path));
  const [coldest, warmest] = [52429, 707788];
  for (let counts = 0; counts < 2 ** 20; counts += 257) {
    const raw = coldest + ((counts * 5) % (warmest - coldest));
    const middle = ((counts & 15) << 4) | (raw >> 16);
    const bytes = [0x18, counts >> 12, (counts >> 4) & 255, middle, (raw >> 8) & 255, raw & 255];
    model.read = () => sound(String.fromCharCode(...bytes));
    expect(part.collect(part)).toBe("");
    expect(Math.abs((part.humidity.value as number) - (counts * 10000) / 2 ** 20)).toBeLessThanOrEqual(0.5);
    const celsius = (raw * 20000) / 2 ** 20 - 5000;
    expect(Math.abs((part.temperature.value as number) - celsius)).toBeLessThanOrEqual(0.5);
  }
});

test("the checksum shows every single wrong bit", () => {
  const { part, model, reading } = onBench();
  const right = "\x1c\x3b\x5e\x86\x88\xb2\xd2";
  for (let bit = 0; bit < 56; bit += 1) {
    const at = bit >> 3;
    const wrong = String.fromCharCode(right.charCodeAt(at) ^ (1 << (bit & 7)));
    model.read = () => right.substring(0, at) + wrong + right.substring(at + 1);
    expect([part.collect(part), ...reading()]).toEqual(["bad checksum", undefined, undefined]);
  }
});

test.each<[Aht20Fault, string]>([
  ["bad-crc", "bad checksum"],
  ["stuck", "not ready"],
  ["absent", "no answer"],
])("a part that is %s has no reading, then a right one", (fault, words) => {
  const { part, model, measure, reading, air, clock } = onBench();
  expect([measure(part), ...reading()]).toEqual(["", 2150, 4800]);
  model.fault = fault;
  air.celsius = -12.5;
  if (fault === "absent") expect(part.request(part)).toBe(NO_ANSWER);
  else part.request(part);
  clock.advance(85);
  expect([part.collect(part), ...reading()]).toEqual([words, undefined, undefined]);
  model.fault = "none";
  expect([measure(part), ...reading()]).toEqual(["", -1250, 4800]);
});

test("a part without its calibration is initialised, and gives no reading before", () => {
  const { part, model, clock, ...board } = onBench();
  model.fault = "uncalibrated";
  const done = recorded({ ...board, clock });
  expect([board.measure(part), ...board.reading()]).toEqual(["not calibrated", undefined, undefined]);
  expect(done).toEqual(["write 38 ac3300", "wait 85", "read 38 7", "write 38 be0800"]);
  clock.advance(10);
  expect([board.measure(part), ...board.reading()]).toEqual(["", 2150, 4800]);
});
