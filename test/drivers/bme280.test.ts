// BME280: the driver against the part's registers, and everything that a bus without checksums can do wrong.
import { expect, test } from "vitest";
import { type Bme280, bme280 } from "../../src/drivers/bme280.ts";
import type { Ports } from "../../src/ports/ports.ts";
import { NO_ANSWER } from "../../src/reading/part.ts";
import { type Bme280Options, createBme280 } from "../../tools/sim/parts/bme280.ts";
import { calibrationRegisters, USUAL_CALIBRATION } from "../../tools/sim/parts/bme280-formulas.ts";
import { createBreadboard } from "./breadboard.ts";

function onBench(air: ReturnType<Bme280Options["air"]>, address?: number) {
  const board = createBreadboard();
  const model = createBme280({ now: board.clock.now, air: () => air, address });
  const part = bme280("air", address);
  board.plug(model);
  board.begin(part);
  return { ...board, air, model, part };
}

const reading = ({ temperature, humidity, pressure }: Bme280) => [
  temperature.value,
  humidity.value,
  pressure.value,
];
const NONE = [undefined, undefined, undefined];

test("making one touches no hardware; a measurement is asked for, waited for, and read in one go", () => {
  const done: string[] = [];
  const { low, high } = calibrationRegisters(USUAL_CALIBRATION);
  const answers = [
    "\x60",
    low.toString("latin1"),
    high.toString("latin1"),
    "\x65\x5a\xc0\x7e\xed\x00\x80\x00",
  ];
  const hex = (bytes: string) => Buffer.from(bytes, "latin1").toString("hex");
  const ports = {
    setUpBus: ({ sda, scl }: { sda: string; scl: string }) => done.push(`set up ${sda} ${scl}`),
    writeBus: (address: number, bytes: string) =>
      done.push(`write ${address.toString(16)} ${hex(bytes)}`) > 0,
    readBus(address: number, count: number) {
      done.push(`read ${address.toString(16)} ${count}`);
      return answers.shift();
    },
  } as unknown as Ports;
  const part = bme280("air");
  part.begin(part, ports, { air: { sda: "D21", scl: "D22" } });
  const wait = part.request(part);
  // 9.3 ms is the longest that the datasheet allows (9.1).
  expect(wait).toBeGreaterThanOrEqual(9.3);
  expect(part.collect(part)).toBe("");
  // The counts of the datasheet's worked example.
  expect(reading(part)).toEqual([2508, expect.any(Number), 100653]);
  expect(done).toEqual([
    "set up D21 D22",
    "write 76 f201f425",
    "write 76 d0",
    "read 76 1",
    "write 76 88",
    "read 76 26",
    "write 76 e1",
    "read 76 7",
    "write 76 f7",
    "read 76 8",
  ]);
});

test("the calibration is read once", () => {
  const { part, measure, model } = onBench({ celsius: 21, humidity: 40 });
  let reads = 0;
  const read = model.read;
  model.read = (from, count) => {
    reads += 1;
    return read(from, count);
  };
  measure(part);
  expect(reads).toBe(4);
  measure(part);
  expect(reads).toBe(5);
});

test.each([
  // °C, % of humidity, hPa
  [21.5, 48, 1013.25],
  [0, 0, 1013.25],
  [-0.5, 33, 950],
  [-40, 50, 300],
  [85, 0, 1100],
  [-15.25, 92.5, 1084],
  [84.9, 100, 1099.9],
])("%d °C, a humidity of %d and %d hPa are read as such", (celsius, humidity, hectopascals) => {
  const { part, measure } = onBench({ celsius, humidity, hectopascals });
  expect(measure(part)).toBe("");
  const [t, h, p] = reading(part) as [number, number, number];
  expect(Math.abs(t - celsius * 100)).toBeLessThanOrEqual(2);
  expect(Math.abs(h - humidity * 100)).toBeLessThanOrEqual(3);
  expect(Math.abs(p - hectopascals * 100)).toBeLessThanOrEqual(2);
});

test("with SDO high its address is 0x77", () => {
  const { part, measure } = onBench({ celsius: 20, humidity: 50 }, 0x77);
  expect(measure(part)).toBe("");
  expect(measure(bme280Begun())).toBe("no answer");

  function bme280Begun(): Bme280 {
    const other = bme280("air");
    other.ports = part.ports;
    return other;
  }
});

test("a part that is absent answers nothing, and its old readings go", () => {
  const { part, measure, model } = onBench({ celsius: 20, humidity: 50 });
  measure(part);
  model.fault = "absent";
  expect(part.request(part)).toBe(NO_ANSWER);
  expect(part.collect(part)).toBe("no answer");
  expect(reading(part)).toEqual(NONE);
});

test("a BMP280, sold under the same name, is called what it is", () => {
  const { part, measure, model } = onBench({ celsius: 20, humidity: 50 });
  model.fault = "bmp280";
  expect(measure(part)).toBe("not a BME280");
  expect(reading(part)).toEqual(NONE);
});

test("a part that has not measured since power came gives no reading, and the next one is right", () => {
  const { part, measure, model, clock } = onBench({ celsius: 20, humidity: 50 });
  measure(part);
  part.request(part);
  clock.advance(2);
  model.powerCycle();
  clock.advance(10);
  expect(part.collect(part)).toBe("not measured");
  expect(reading(part)).toEqual(NONE);
  expect(measure(part)).toBe("");
  expect(part.temperature.value).toBe(2000);
});

test("a part whose first measurement never ends gives no reading", () => {
  const { part, measure, model } = onBench({ celsius: 20, humidity: 50 });
  model.fault = "stuck";
  expect(measure(part)).toBe("not measured");
});

test.each([
  ["high", "\xff"],
  ["low", "\0"],
])("a data line that is stuck %s after the calibration was read gives no reading", (_name, level) => {
  const { part, measure, model } = onBench({ celsius: 20, humidity: 50 });
  measure(part);
  model.read = (_from, count) => level.repeat(count);
  expect(measure(part)).toBe("out of range");
  expect(reading(part)).toEqual(NONE);
});
