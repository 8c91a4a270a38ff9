// ADS1115: counts beside millivolts at every gain, several inputs of one part, and faults of the bus.
import { join } from "node:path";
import { expect, test } from "vitest";
import type * as Driver from "../../src/drivers/ads1115.ts";
import { NO_ANSWER } from "../../src/reading/part.ts";
import { createAds1115 } from "../../tools/sim/parts/i2c/ads1115.ts";
import { createBreadboard } from "./breadboard.ts";
import { narrow } from "./narrow.ts";
import { recorded } from "./recorded.ts";

const { ads1115, ads1115Input } = narrow<typeof Driver>(
  join(import.meta.dirname, "..", "..", "src", "drivers", "ads1115.ts"),
);
const FULL_SCALES = [6144, 4096, 2048, 1024, 512, 256] as const;

function onBench(millivolts: number[], address?: number) {
  const board = createBreadboard();
  const model = createAds1115({
    now: board.clock.now,
    millivolts: (input) => millivolts[input] ?? 0,
    address,
  });
  const part = ads1115("adc", address);
  board.plug(model);
  board.begin(part);
  return { ...board, model, part, millivolts };
}

test.each(FULL_SCALES)("a full scale of %i mV reads both ends and negatives correctly", (scale) => {
  const { part, measure, millivolts } = onBench([0]);
  const input = ads1115Input(part, 0, scale);
  for (const share of [0, 0.5, 0.999, -0.01]) {
    millivolts[0] = scale * share;
    expect(measure(part)).toBe("");
    const step = (scale * 100) / 32768;
    expect(Math.abs((input.value as number) - scale * share * 100)).toBeLessThanOrEqual(step / 2 + 0.5);
  }
});

test.each([
  // Data format of the datasheet: full scale, one step, zero, minus one step, minus full scale, at 4096 mV.
  ["\x7f\xff", 409588],
  ["\x00\x01", 13],
  ["\x00\x00", 0],
  ["\xff\xff", -12],
  ["\x80\x00", -409600],
])("the counts %j are %i hundredths of a millivolt", (bytes, value) => {
  const { part, model } = onBench([0]);
  const input = ads1115Input(part, 0, 4096);
  const answers = ["\x80\x00", bytes];
  model.read = () => answers.shift();
  expect(part.collect(part)).toBe("");
  expect(input.value).toBe(value);
});

test("a voltage past the full scale reads as full scale", () => {
  const { part, measure } = onBench([3300]);
  const input = ads1115Input(part, 0, 1024);
  expect(measure(part)).toBe("");
  expect(input.value).toBe(Math.round((32767 * 102400) / 32768));
});

test("each used input, and no other, is converted at its own gain", () => {
  const { part, ...board } = onBench([100, 200, 300, 3000]);
  const third = ads1115Input(part, 2, 512);
  const fourth = ads1115Input(part, 3, 4096);
  const done = recorded(board);
  board.begin(part);
  expect(board.measure(part)).toBe("");
  expect([third.value, fourth.value]).toEqual([30000, 300000]);
  // A conversion takes 1.28 ms at most and a look 0.27 ms: the first input is waited for, the others are looked at.
  const looks = Array(5).fill("read 48 2");
  expect(done).toEqual([
    "set up SDA SCL",
    "write 48 01e9e3",
    "wait 2",
    "read 48 2",
    "write 48 00",
    "read 48 2",
    "write 48 01f3e3",
    ...looks,
    "write 48 00",
    "read 48 2",
  ]);
});

test.each([0x48, 0x49, 0x4a, 0x4b])("the part answers at the address %i", (address) => {
  const { part, measure } = onBench([500], address);
  const input = ads1115Input(part, 0, 4096);
  expect(measure(part)).toBe("");
  expect(input.value).toBe(50000);
});

test("an absent part answers nothing, and all its old readings disappear", () => {
  const { part, measure, model } = onBench([100, 200]);
  const inputs = [ads1115Input(part, 0, 4096), ads1115Input(part, 1, 4096)];
  measure(part);
  model.fault = "absent";
  expect(part.request(part)).toBe(NO_ANSWER);
  expect(part.collect(part)).toBe("no answer");
  expect(inputs.map(({ value }) => value)).toEqual([undefined, undefined]);
});

test("a part that goes away between two inputs gives neither reading", () => {
  const { part, model } = onBench([100, 200]);
  const inputs = [ads1115Input(part, 0, 4096), ads1115Input(part, 1, 4096)];
  part.request(part);
  let reads = 0;
  const read = model.read;
  model.read = (from, count) => {
    reads += 1;
    if (reads > 2) model.fault = "absent";
    return read(from, count);
  };
  expect(part.collect(part)).toBe("no answer");
  expect(inputs.map(({ value }) => value)).toEqual([undefined, undefined]);
});

test("an endless conversion is given up after a bounded number of looks", () => {
  const { part, model, millivolts, ...board } = onBench([100]);
  const input = ads1115Input(part, 0, 4096);
  expect(board.measure(part)).toBe("");
  model.fault = "stuck";
  millivolts[0] = 200;
  const done = recorded(board);
  expect(board.measure(part)).toBe("not ready");
  expect(done).toEqual(["write 48 01c3e3", "wait 2", ...Array(8).fill("read 48 2")]);
  expect(input.value).toBeUndefined();
});
