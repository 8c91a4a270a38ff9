import { expect, test } from "vitest";
import type { Air } from "../../../tools/sim/parts/around.ts";
import { createSht3x, humidityCounts, temperatureCounts } from "../../../tools/sim/parts/i2c/sht3x.ts";
import { crc8 } from "../../../tools/sim/parts/sensirion.ts";
import { createVirtualClock } from "../../../tools/sim/worlds/clock.ts";

const HIGH = "\x24\x00";
const STATUS = "\xf3\x2d";
const RESET = "\x30\xa2";

function sensorIn(air: Air = { celsius: 21.5, humidity: 48 }, address?: number) {
  const clock = createVirtualClock();
  return { clock, air, sensor: createSht3x({ now: clock.now, air: () => air, address }) };
}

test("the datasheet's check byte of be ef is 92", () => {
  expect(crc8("\xbe\xef")).toBe(0x92);
});

test.each([
  [-45, 0],
  [0, 16852],
  [21.5, 24903],
  [130, 65535],
  [200, 65535],
])("%d °C is %i counts", (celsius, counts) => {
  expect(temperatureCounts(celsius)).toBe(counts);
});

test.each([
  [0, 0],
  [48, 31457],
  [100, 65535],
])("%d percent is %i counts", (humidity, counts) => {
  expect(humidityCounts(humidity)).toBe(counts);
});

test.each([
  ["high", "\x24\x00", 15],
  ["medium", "\x24\x0b", 6],
  ["low", "\x24\x16", 4],
])("a measurement of %s repeatability is not acknowledged until it is ready", (_name, command, ms) => {
  const { clock, sensor } = sensorIn();
  expect(sensor.write(0x44, command)).toBe(true);
  clock.advance(ms - 1);
  expect(sensor.read(0x44, 6)).toBeUndefined();
  expect(sensor.write(0x44, command)).toBe(false);
  clock.advance(1);
  const temperature = "\x61\x47"; // 24903
  const humidity = "\x7a\xe1"; // 31457
  expect(sensor.read(0x44, 6)).toBe(
    temperature + String.fromCharCode(crc8(temperature)) + humidity + String.fromCharCode(crc8(humidity)),
  );
});

test.each(["\x2c\x06", "\x2c\x0d", "\x2c\x10"])(
  "a measurement with clock stretching is read at once",
  (command) => {
    const { sensor } = sensorIn();
    sensor.write(0x44, command);
    expect(sensor.read(0x44, 6)).toHaveLength(6);
  },
);

test("a measurement is read once", () => {
  const { clock, sensor } = sensorIn();
  sensor.write(0x44, HIGH);
  clock.advance(15);
  sensor.read(0x44, 6);
  expect(sensor.read(0x44, 6)).toBeUndefined();
});

test("a reading may be cut short; past its end bits are high", () => {
  const { clock, sensor } = sensorIn();
  sensor.write(0x44, HIGH);
  clock.advance(15);
  expect(sensor.read(0x44, 2)).toBe("\x61\x47");
  sensor.write(0x44, HIGH);
  clock.advance(15);
  expect(sensor.read(0x44, 8)?.substring(6)).toBe("\xff\xff");
});

test("it answers at its own address only", () => {
  const { sensor } = sensorIn(undefined, 0x45);
  expect(sensor.write(0x44, HIGH)).toBe(false);
  expect(sensor.write(0x45, HIGH)).toBe(true);
});

test("the status shows a reset until cleared, the heater, and unprocessed commands", () => {
  const { sensor } = sensorIn();
  const status = () => {
    sensor.write(0x44, STATUS);
    const bytes = sensor.read(0x44, 3) ?? "";
    expect(bytes.charCodeAt(2)).toBe(crc8(bytes.substring(0, 2)));
    return bytes.charCodeAt(0) * 256 + bytes.charCodeAt(1);
  };
  expect(status()).toBe(0x8010);
  sensor.write(0x44, "\x30\x41");
  expect(status()).toBe(0);
  sensor.write(0x44, "\x30\x6d");
  expect(status()).toBe(0x2000);
  sensor.write(0x44, "\x30\x66");
  expect(status()).toBe(0);
});

test("an unknown command is reported by the next status", () => {
  const { sensor } = sensorIn();
  sensor.write(0x44, "\xab\xcd");
  sensor.write(0x44, STATUS);
  expect((sensor.read(0x44, 3) ?? "").charCodeAt(1) & 0x02).toBe(0x02);
});

test("after a soft reset the part is away briefly, with nothing readable", () => {
  const { clock, sensor } = sensorIn();
  sensor.write(0x44, RESET);
  expect(sensor.write(0x44, HIGH)).toBe(false);
  clock.advance(2);
  expect(sensor.read(0x44, 6)).toBeUndefined();
  expect(sensor.write(0x44, HIGH)).toBe(true);
});

test("an absent sensor acknowledges nothing", () => {
  const { sensor } = sensorIn();
  sensor.fault = "absent";
  expect(sensor.write(0x44, HIGH)).toBe(false);
  expect(sensor.read(0x44, 6)).toBeUndefined();
});

test("a sensor with bad check bytes gives right values with wrong checks", () => {
  const { clock, sensor } = sensorIn();
  sensor.fault = "bad-crc";
  sensor.write(0x44, HIGH);
  clock.advance(15);
  const bytes = sensor.read(0x44, 6) ?? "";
  expect(bytes.substring(0, 2)).toBe("\x61\x47");
  expect(bytes.charCodeAt(2)).not.toBe(crc8("\x61\x47"));
});

test("a stuck sensor takes the command and never has a measurement", () => {
  const { clock, sensor } = sensorIn();
  sensor.fault = "stuck";
  expect(sensor.write(0x44, HIGH)).toBe(true);
  clock.advance(100_000);
  expect(sensor.read(0x44, 6)).toBeUndefined();
});
