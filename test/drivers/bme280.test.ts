// BME280: the driver against the part's registers, and everything that a bus without checksums can do wrong.
import { expect, test } from "vitest";
import { type Bme280, bme280 } from "../../src/drivers/bme280.ts";
import { NO_ANSWER } from "../../src/reading/part.ts";
import { calibrationRegisters, USUAL_CALIBRATION } from "../../tools/sim/parts/bme280-formulas.ts";
import { type Bme280Options, createBme280 } from "../../tools/sim/parts/i2c/bme280.ts";
import { createBreadboard } from "./breadboard.ts";
import { recorded } from "./recorded.ts";

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

test("making a part touches no hardware; a measurement asks, waits and reads", () => {
  const { low, high } = calibrationRegisters(USUAL_CALIBRATION);
  const answers = [
    "\x60",
    low.toString("latin1"),
    high.toString("latin1"),
    "\x00\x24\x00\x00\x65\x5a\xc0\x7e\xed\x00\x6a\x3c",
  ];
  const board = createBreadboard();
  const done = recorded(board);
  board.plug({ write: () => true, read: () => answers.shift() });
  const part = bme280("air");
  expect(done).toEqual([]);
  board.begin(part);
  expect(board.measure(part)).toBe("");
  // The counts of the datasheet's worked example.
  expect(reading(part)).toEqual([2508, expect.any(Number), 100653]);
  expect(done).toEqual([
    "set up SDA SCL",
    "write 76 f400f500",
    "write 76 f201f425",
    // 9.3 ms is the longest that the datasheet allows (9.1).
    "wait 12",
    "write 76 d0",
    "read 76 1",
    "write 76 88",
    "read 76 26",
    "write 76 e1",
    "read 76 7",
    "write 76 f3",
    "read 76 12",
  ]);
});

test("the calibration is read once", () => {
  const { part, ...board } = onBench({ celsius: 21, humidity: 40 });
  board.measure(part);
  const done = recorded(board);
  board.measure(part);
  expect(done).toEqual(["write 76 f201f425", "wait 12", "write 76 f3", "read 76 12"]);
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
])("%d °C, a humidity of %d and %d hPa are read so", (celsius, humidity, hectopascals) => {
  const { part, measure } = onBench({ celsius, humidity, hectopascals });
  expect(measure(part)).toBe("");
  const [t, h, p] = reading(part) as [number, number, number];
  expect(Math.abs(t - celsius * 100)).toBeLessThanOrEqual(2);
  expect(Math.abs(h - humidity * 100)).toBeLessThanOrEqual(3);
  expect(Math.abs(p - hectopascals * 100)).toBeLessThanOrEqual(2);
});

test.each([
  ["asleep", "\xf5\x10"],
  ["measuring by itself", "\xf5\x10\xf4\x27"],
])("the filter that another program left %s is gone after the start", (_state, left) => {
  const { part, measure, model, begin, air } = onBench({ celsius: 20, humidity: 50 });
  measure(part);
  model.write(0x76, left);
  begin(part);
  measure(part);
  air.celsius = 30;
  expect(measure(part)).toBe("");
  expect(part.temperature.value).toBe(3000);
});

test("the address with SDO high is 0x77", () => {
  const { part, measure } = onBench({ celsius: 20, humidity: 50 }, 0x77);
  expect(measure(part)).toBe("");
  expect(measure(bme280Begun())).toBe("no answer");

  function bme280Begun(): Bme280 {
    const otherPart = bme280("air");
    otherPart.bus = part.bus;
    return otherPart;
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

test.each([
  ["pressure", "\x80\x00\x00\x7e\xed\x00\x6a\x3c"],
  ["temperature", "\x65\x5a\xc0\x80\x00\x00\x6a\x3c"],
  ["humidity", "\x65\x5a\xc0\x7e\xed\x00\x80\x00"],
])("the register of %s alone, never written, is no reading", (_name, data) => {
  const { part, measure, model } = onBench({ celsius: 20, humidity: 50 });
  measure(part);
  model.read = () => `\x00\x25\x00\x00${data}`;
  expect([measure(part), ...reading(part)]).toEqual(["not measured", ...NONE]);
});

test("a part that lost power gives no reading, then a right one", () => {
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

test("a measurement that never ends gives no reading, first or later", () => {
  const { part, measure, model, air } = onBench({ celsius: 20, humidity: 50 });
  model.fault = "stuck";
  expect(measure(part)).toBe("not ready");
  model.fault = "none";
  expect(measure(part)).toBe("");
  model.fault = "stuck";
  air.celsius = 30;
  expect(measure(part)).toBe("not ready");
  expect(reading(part)).toEqual(NONE);
  model.fault = "none";
  expect(measure(part)).toBe("");
  expect(part.temperature.value).toBe(3000);
});

test.each([
  ["high", "\xff", "not ready"],
  ["low", "\0", "out of range"],
])("a data line stuck %s after the calibration gives no reading", (_name, level, fault) => {
  const { part, measure, model } = onBench({ celsius: 20, humidity: 50 });
  measure(part);
  model.read = (_from, count) => level.repeat(count);
  expect(measure(part)).toBe(fault);
  expect(reading(part)).toEqual(NONE);
});
