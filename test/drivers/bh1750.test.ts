// BH1750: counts beside lux, and faults of the bus.
import { join } from "node:path";
import { expect, test } from "vitest";
import type * as Driver from "../../src/drivers/bh1750.ts";
import { NO_ANSWER } from "../../src/reading/part.ts";
import { createBh1750 } from "../../tools/sim/parts/i2c/bh1750.ts";
import { createBreadboard } from "./breadboard.ts";
import { narrow } from "./narrow.ts";
import { recorded } from "./recorded.ts";

const { bh1750 } = narrow<typeof Driver>(
  join(import.meta.dirname, "..", "..", "src", "drivers", "bh1750.ts"),
);

function onBench(lux: number, address?: 0x23 | 0x5c) {
  const board = createBreadboard();
  const room = { lux };
  const model = createBh1750({ now: board.clock.now, lux: () => room.lux, address });
  const part = bh1750("light", address);
  board.plug(model);
  board.begin(part);
  return { ...board, model, part, room };
}

test("a measurement is an instruction, a wait, and a read of bytes", () => {
  const { part, ...board } = onBench(100);
  const done = recorded(board);
  board.begin(part);
  board.measure(part);
  // 180 ms is the longest that the datasheet allows.
  expect(done).toEqual([
    "set up SDA SCL",
    "write 23 42",
    "write 23 65",
    "write 23 20",
    "wait 185",
    "read 23 2",
  ]);
});

test.each([
  // Counts, tenths of a lux. The datasheet's own example is 0x8390: 28067 lx.
  ["\x83\x90", 280667],
  ["\x00\x00", 0],
  ["\x00\x01", 8],
  ["\x01\x2c", 2500],
  ["\xff\xff", 546125],
])("the counts %j are %i tenths of a lux", (bytes, tenths) => {
  const { part, model } = onBench(0);
  model.read = () => bytes;
  expect(part.collect(part)).toBe("");
  expect(part.illuminance.value).toBe(tenths);
});

test.each([0, 1, 250, 1000, 54612])("%d lx is read as such", (lux) => {
  const { part, measure } = onBench(lux);
  expect(measure(part)).toBe("");
  expect(Math.abs((part.illuminance.value as number) - lux * 10)).toBeLessThanOrEqual(5);
});

test("light past full scale stays at full scale", () => {
  const { part, measure } = onBench(100_000);
  expect(measure(part)).toBe("");
  expect(part.illuminance.value).toBe(546125);
});

test("the part measures anew each time, though it sleeps in between", () => {
  const { part, measure, room } = onBench(100);
  measure(part);
  room.lux = 200;
  measure(part);
  expect(part.illuminance.value).toBe(2000);
});

test.each([
  // Upper bits, then lower bits.
  ["longest", "\x47", "\x7e"],
  ["shortest", "\x40", "\x7f"],
  ["half as long again", "\x43", "\x65"],
])("the %s time of another program is gone after the start", (_name, high, low) => {
  const { part, measure, model, begin } = onBench(100);
  model.write(0x23, high);
  model.write(0x23, low);
  begin(part);
  expect(measure(part)).toBe("");
  expect(part.illuminance.value).toBe(1000);
});

test("the address with the ADDR pin high is 0x5c", () => {
  const { part, measure } = onBench(100, 0x5c);
  expect(measure(part)).toBe("");
});

test("a part that is absent answers nothing, and its old reading goes", () => {
  const { part, measure, model } = onBench(100);
  measure(part);
  model.fault = "absent";
  expect(part.request(part)).toBe(NO_ANSWER);
  expect(part.collect(part)).toBe("no answer");
  expect(part.illuminance.value).toBeUndefined();
});

test("an endless measurement repeats the last value, without a status to read", () => {
  const { part, measure, model, room, misuses } = onBench(100);
  expect(measure(part)).toBe("");
  model.fault = "stuck";
  room.lux = 200;
  expect(measure(part)).toBe("");
  expect(part.illuminance.value).toBe(1000);
  expect(misuses()).toEqual(["BH1750: a read while a measurement is under way, which gives the one before"]);
});
