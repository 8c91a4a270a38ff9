// A water heater in Home Assistant.
import { expect, test } from "vitest";
import { joined } from "./joining.ts";

const WATER_HEATER = { target: "target", current: "temperature" };

test("a water heater shows what its parts say", () => {
  const home = joined({ waterHeater: { ...WATER_HEATER, mode: "boiler" } });
  expect(home.configOf("water-heater")).toMatchObject({
    name: "Water heater",
    temperature_unit: "C",
    min_temp: 5,
    max_temp: 30,
    precision: 0.1,
    modes: ["off", "eco", "electric"],
  });
  home.says("temperature", "48.5");
  home.says("target", "21.0");
  home.says("boiler", "eco");
  expect(home.state("water-heater")).toBe("eco");
  expect(home.attributes("water-heater")).toMatchObject({ current_temperature: 48.5, temperature: 21 });
  expect(home.complaints).toEqual([]);
});

test.each([
  ["a select", "boiler", "off", "electric", ["boiler electric"]],
  ["a switch", "power", "off", "on", ["power on"]],
])("%s is the mode that people choose", (_, mode, off, on, sent) => {
  const home = joined({ waterHeater: { ...WATER_HEATER, mode } });
  expect(home.sent("water-heater", { mode: "electric" })).toEqual(sent);
  const states = [off, on].map((word) => {
    home.says(mode, word);
    return home.state("water-heater");
  });
  expect(states).toEqual(["off", "electric"]);
});

test("a switch turns a water heater on and off as well", () => {
  const { sent } = joined({ waterHeater: { ...WATER_HEATER, mode: "power" } });
  expect([...sent("water-heater", "turn on"), ...sent("water-heater", "turn off")]).toEqual([
    "power on",
    "power off",
  ]);
});

test("a water heater without a mode is always on, and is set in °F", () => {
  const home = joined({ waterHeater: { target: "target" } });
  home.says("target", "20.0");
  expect(home.state("water-heater")).toBe("electric");
  expect(home.sent("water-heater", { set: 25 })).toEqual(["target 25"]);
});
