// The BME280 model against its datasheet: registers, times, and what it holds before it has measured.
import { expect, test } from "vitest";
import {
  celsius,
  countsFor,
  pascals,
  tFine,
  USUAL_CALIBRATION,
} from "../../../tools/sim/parts/bme280-formulas.ts";
import { createBme280 } from "../../../tools/sim/parts/i2c/bme280.ts";
import { createVirtualClock } from "../../../tools/sim/worlds/clock.ts";

const ADDRESS = 0x76;

function sensorIn(air = { celsius: 21.5, humidity: 48, hectopascals: 1000 }) {
  const clock = createVirtualClock();
  const sensor = createBme280({ now: clock.now, air: () => air });
  const registers = (first: number, count: number) => {
    sensor.write(ADDRESS, String.fromCharCode(first));
    return Buffer.from(sensor.read(ADDRESS, count) ?? "", "latin1").toString("hex");
  };
  return { clock, sensor, registers, air };
}

test("the formulas give the datasheet's worked example", () => {
  expect(tFine(USUAL_CALIBRATION, 519888)).toBeCloseTo(128422.29, 1);
  expect(celsius(USUAL_CALIBRATION, 519888)).toBeCloseTo(25.08, 2);
  expect(pascals(USUAL_CALIBRATION, 415148, tFine(USUAL_CALIBRATION, 519888))).toBeCloseTo(100653.27, 1);
});

test("counts are found for rising and for falling values", () => {
  expect(countsFor((counts) => counts * 2, 100, 1000)).toBe(50);
  expect(countsFor((counts) => 1000 - counts, 100, 1000)).toBe(900);
});

test("its id is 0x60, and it holds no measurement when power comes", () => {
  const { registers } = sensorIn();
  expect(registers(0xd0, 1)).toBe("60");
  expect(registers(0xf7, 8)).toBe("8000008000008000");
});

test("a forced measurement takes 9.3 ms, shows progress, then sleeps", () => {
  const { clock, sensor, registers } = sensorIn();
  sensor.write(ADDRESS, "\xf2\x01\xf4\x25");
  expect(registers(0xf3, 1)).toBe("08");
  clock.advance(9.2);
  expect(registers(0xf7, 3)).toBe("800000");
  clock.advance(0.2);
  expect(registers(0xf3, 1)).toBe("00");
  expect(registers(0xf4, 1)).toBe("24");
  expect(registers(0xf7, 3)).not.toBe("800000");
});

test("humidity's control counts from the other control's next write", () => {
  const { clock, sensor, registers } = sensorIn();
  sensor.write(ADDRESS, "\xf4\x25\xf2\x01");
  clock.advance(20);
  expect(registers(0xfd, 2)).toBe("8000");
  sensor.write(ADDRESS, "\xf4\x25");
  clock.advance(20);
  expect(registers(0xfd, 2)).not.toBe("8000");
});

test("what is not sampled stays without a value", () => {
  const { clock, sensor, registers } = sensorIn();
  sensor.write(ADDRESS, "\xf2\x00\xf4\x21");
  clock.advance(20);
  expect(registers(0xf7, 3)).toBe("800000");
  expect(registers(0xfd, 2)).toBe("8000");
});

test("a soft reset forgets all but the calibration", () => {
  const { clock, sensor, registers } = sensorIn();
  const calibration = registers(0x88, 26);
  sensor.write(ADDRESS, "\xf2\x01\xf4\x25");
  clock.advance(20);
  sensor.write(ADDRESS, "\xe0\xb6");
  expect(registers(0xf7, 8)).toBe("8000008000008000");
  expect(registers(0x88, 26)).toBe(calibration);
});

test("a part answers only at its own address, never while absent", () => {
  const { sensor } = sensorIn();
  expect(sensor.write(0x77, "\xd0")).toBe(false);
  expect(sensor.read(0x77, 1)).toBeUndefined();
  sensor.fault = "absent";
  expect(sensor.write(ADDRESS, "\xd0")).toBe(false);
  expect(sensor.read(ADDRESS, 1)).toBeUndefined();
});
