// Class, unit and statistics of a sensor or a number in Home Assistant, where its
// author says nothing of them.
import { expect, test } from "vitest";
import { actuatorEntity } from "../../src/discovery/actuator-entities.ts";
import { sensorEntity } from "../../src/discovery/sensor-entities.ts";
import { ina219 } from "../../src/drivers/ina219.ts";
import { relay } from "../../src/drivers/relay.ts";
import { sht3x } from "../../src/drivers/sht3x.ts";
import {
  hours,
  integral,
  numberInput,
  powerSwitch,
  type SensorDeclaration,
  seconds,
  sensor,
  stateOf,
  valueOnly,
} from "../../src/index.ts";
import type { SensorOptions } from "../../src/options.ts";

function told(name: string, options: Partial<SensorOptions>) {
  const declared: SensorDeclaration = sensor(name, sht3x("air").temperature, {
    every: seconds(10),
    ...options,
  });
  const { platform, config } = sensorEntity(declared, {});
  return { platform, ...config };
}

test("a number with a unit and no class is measured, for statistics", () => {
  expect(told("bed", { unit: "%" })).toMatchObject({ unit_of_meas: "%", stat_cla: "measurement" });
  expect(told("bed", { unit: "%", stateClass: "none" })).not.toHaveProperty("stat_cla");
  expect(told("count", {})).not.toHaveProperty("stat_cla");
});

test("a quantity derived from humid air has its class by name", () => {
  expect(told("dew-point", { unit: "°C" })).toMatchObject({ dev_cla: "temperature" });
  expect(told("absolute-humidity", { unit: "g/m³" })).toMatchObject({ dev_cla: "absolute_humidity" });
});

test("a pH is one, and named by Home Assistant", () => {
  expect(told("ph", {})).toMatchObject({ dev_cla: "ph", stat_cla: "measurement" });
  expect(told("ph", {})).not.toHaveProperty("name");
});

test("rain adds up, and a wind's direction is no plain measurement", () => {
  expect(told("precipitation", { unit: "mm" })).toMatchObject({ stat_cla: "total_increasing" });
  expect(told("wind-direction", { unit: "°" })).not.toHaveProperty("stat_cla");
});

test("a sum of what may fall is a total with its beginnings", () => {
  const unit = "kWh";
  const every = seconds(10);
  const pump = powerSwitch("pump", relay("pump"));
  const ofBoth = integral(ina219("load").power, { per: hours(1), dividedBy: 1000 });
  const ofState = integral(stateOf(pump), { per: hours(1) });
  const announced = (options: Partial<SensorOptions>, quantity = ofBoth) =>
    sensorEntity(sensor("energy", quantity, { unit, every, ...options }), {}).config;
  const total = { dev_cla: "energy", stat_cla: "total", lrst_val_tpl: expect.stringContaining("now()") };
  expect(announced({})).toMatchObject(total);
  expect(announced({ stateClass: "total" }, ofState)).toMatchObject(total);
  for (const entity of [announced({ stateClass: "total_increasing" }), announced({}, ofState)]) {
    expect(entity).toMatchObject({ stat_cla: "total_increasing" });
    expect(entity).not.toHaveProperty("lrst_val_tpl");
  }
});

test("the Greek letter goes out as the micro sign", () => {
  expect(told("pm25", { unit: "\u03bcg/m³" })).toMatchObject({ dev_cla: "pm25", unit_of_meas: "\u00b5g/m³" });
});

test("a unit that is newer than the Greek letter goes out with that", () => {
  for (const unit of ["\u00b5A", "\u03bcA"])
    expect(told("drain", { unit, deviceClass: "current" })).toMatchObject({ unit_of_meas: "\u03bcA" });
});

test("two words without a class are shown as they are", () => {
  expect(told("level", { states: ["ok", "low"] })).toMatchObject({ platform: "sensor", ops: ["ok", "low"] });
  expect(told("pump", { states: ["off", "on"] })).toMatchObject({ platform: "binary_sensor" });
  expect(told("lid", { states: ["shut", "open"], deviceClass: "opening" })).toMatchObject({
    platform: "binary_sensor",
    pl_on: "open",
  });
});

test("a number in °C is a temperature, which a home in °F shows in its own", () => {
  const target = numberInput("target", valueOnly(), { min: 5, max: 30, step: 0.5, unit: "°C" });
  expect(actuatorEntity(target, {}).config).toMatchObject({ dev_cla: "temperature", unit_of_meas: "°C" });
  expect(actuatorEntity(target, { deviceClass: "none" }).config).not.toHaveProperty("dev_cla");
});
