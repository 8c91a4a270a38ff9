// The BH1750 model against its datasheet: modes, times, and sleep.
import { expect, test } from "vitest";
import { createBh1750 } from "../../../tools/sim/parts/i2c/bh1750.ts";
import { createVirtualClock } from "../../../tools/sim/worlds/clock.ts";

const ADDRESS = 0x23;

function sensorAt(lux: number) {
  const clock = createVirtualClock();
  const room = { lux };
  const sensor = createBh1750({ now: clock.now, lux: () => room.lux });
  const counts = () => Buffer.from(sensor.read(ADDRESS, 2) ?? "", "latin1").readUInt16BE();
  return { clock, room, sensor, counts };
}

test("a measurement is there after 180 ms, and not before", () => {
  const { clock, sensor, counts } = sensorAt(250);
  sensor.write(ADDRESS, "\x20");
  clock.advance(179);
  expect(counts()).toBe(0);
  clock.advance(1);
  expect(counts()).toBe(300);
});

test.each([
  [-1, 0],
  [1e6, 65535],
])("at %d lx it counts %i", (lux, expected) => {
  const { clock, sensor, counts } = sensorAt(lux);
  sensor.write(ADDRESS, "\x20");
  clock.advance(180);
  expect(counts()).toBe(expected);
});

test("one at a time is one: the light may change behind it", () => {
  const { clock, room, sensor, counts } = sensorAt(250);
  sensor.write(ADDRESS, "\x20");
  clock.advance(200);
  expect(counts()).toBe(300);
  room.lux = 500;
  clock.advance(200);
  expect(counts()).toBe(300);
});

test("without end it follows the light", () => {
  const { clock, room, sensor, counts } = sensorAt(250);
  sensor.write(ADDRESS, "\x10");
  clock.advance(200);
  expect(counts()).toBe(300);
  room.lux = 500;
  clock.advance(200);
  expect(counts()).toBe(600);
});

test("the second high resolution counts double, the low resolution in fours", () => {
  const fine = sensorAt(100.3);
  fine.sensor.write(ADDRESS, "\x21");
  fine.clock.advance(200);
  expect(fine.counts()).toBe(241);
  const coarse = sensorAt(100.3);
  coarse.sensor.write(ADDRESS, "\x23");
  coarse.clock.advance(24);
  expect(coarse.counts()).toBe(120);
});

test("a reset clears the counts, but not while the part sleeps", () => {
  const { clock, sensor, counts } = sensorAt(250);
  sensor.write(ADDRESS, "\x20");
  clock.advance(200);
  counts();
  sensor.write(ADDRESS, "\x07");
  expect(counts()).toBe(300);
  sensor.write(ADDRESS, "\x01");
  sensor.write(ADDRESS, "\x07");
  expect(counts()).toBe(0);
});

test("a longer measurement counts more", () => {
  const { clock, sensor, counts } = sensorAt(100);
  // 138, twice the usual 69: upper bits 0b100, lower bits 0b01010.
  for (const instruction of "\x44\x6a\x20") sensor.write(ADDRESS, instruction);
  clock.advance(360);
  expect(counts()).toBe(240);
});
