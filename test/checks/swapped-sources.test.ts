// Sensors that are worked out of air get its temperature and its humidity in their order.
import { expect, test } from "vitest";
import { derivedFaults } from "../../src/checks/derived-faults.ts";
import { sentencesOf } from "../../src/checks/fault.ts";
import { bme280 } from "../../src/drivers/bme280.ts";
import { ds18b20 } from "../../src/drivers/ds18b20.ts";
import {
  absoluteHumidity,
  derive,
  device,
  dewPoint,
  heatIndex,
  seaLevel,
  seconds,
  sensor,
} from "../../src/index.ts";
import type { Quantity } from "../../src/reading/part.ts";

const air = bme280("air");

function sentencesFor(quantity: Quantity): string[] {
  const sensors = [sensor("value", quantity, { every: seconds(30) })];
  return sentencesOf(derivedFaults(device({ name: "room", sensors })));
}

const HUMID_FIRST = [
  'A derived quantity is given the humidity of "air" for its temperature; give it a temperature, as air.temperature.',
  'A derived quantity is given the temperature of "air" for its humidity; give it a humidity, as air.humidity.',
];

test.each([
  ["dewPoint", dewPoint],
  ["absoluteHumidity", absoluteHumidity],
  ["heatIndex", heatIndex],
])("%s with its sources exchanged is refused", (_, made) => {
  expect(sentencesFor(made(air.humidity, air.temperature))).toEqual(HUMID_FIRST);
  expect(sentencesFor(made(air.temperature, air.humidity))).toEqual([]);
});

test("a pressure at sea level with its sources exchanged is refused", () => {
  expect(sentencesFor(seaLevel(air.temperature, air.pressure, 520))).toHaveLength(2);
  expect(sentencesFor(seaLevel(air.pressure, air.temperature, 520))).toEqual([]);
});

test("sources of other parts and derived ones may be any", () => {
  const warmer = derive([air.temperature], (celsius) => celsius + 50);
  expect(sentencesFor(dewPoint(warmer, air.humidity))).toEqual([]);
  expect(sentencesFor(derive([air.humidity, air.temperature], (percent) => percent))).toEqual([]);
  const cold = ds18b20("wall").temperature;
  expect(sentencesFor(derive([cold, air.humidity], (celsius) => celsius))).toEqual([]);
});
