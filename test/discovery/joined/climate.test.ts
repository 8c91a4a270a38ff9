// A thermostat of a sensor, a number and a relay in Home Assistant.
import { expect, test } from "vitest";
import { joined } from "./joining.ts";

const CLIMATE = { current: "temperature", target: "target", heater: "heater" };

test("a thermostat names the topics, bounds and unit of its parts", () => {
  const home = joined({ climate: { ...CLIMATE, humidity: "humidity" } });
  expect(home.complaints).toEqual([]);
  expect(home.configOf("climate")).toMatchObject({
    name: "Climate",
    unique_id: "room-climate",
    availability_topic: "home/room/status",
    current_temperature_topic: "home/room/temperature",
    current_humidity_topic: "home/room/humidity",
    temperature_state_topic: "home/room/target",
    temperature_command_topic: "home/room/target/set",
    temperature_unit: "C",
    min_temp: 5,
    max_temp: 30,
    temp_step: 0.5,
    precision: 0.1,
    modes: ["heat"],
    action_topic: "home/room/heater",
    qos: 1,
  });
});

test("parts that a thermostat joins have no entities of their own", () => {
  const apart = joined({}).keys();
  const home = joined({ climate: { ...CLIMATE, mode: "mode" } });
  expect(apart).toEqual(expect.arrayContaining(["target", "heater", "mode"]));
  expect(home.keys().sort()).toEqual(
    ["climate", ...apart.filter((key) => !["target", "heater", "mode"].includes(key))].sort(),
  );
});

test("a taken part with hidden false stands by itself as well", () => {
  const { keys } = joined({ climate: CLIMATE, entities: { heater: { hidden: false } } });
  expect(keys()).toEqual(expect.arrayContaining(["climate", "heater"]));
});

test("a thermostat shows what its parts say", () => {
  const home = joined({ climate: CLIMATE });
  home.says("temperature", "19.5");
  home.says("target", "21.0");
  home.says("heater", "on");
  expect(home.state("climate")).toBe("heat");
  expect(home.attributes("climate")).toMatchObject({
    current_temperature: 19.5,
    temperature: 21,
    hvac_action: "heating",
  });
  home.says("heater", "off");
  home.says("temperature", "None");
  expect(home.attributes("climate")).toMatchObject({ current_temperature: null, hvac_action: "idle" });
  expect(home.complaints).toEqual([]);
});

test.each([
  ["a switch that cools", { cooler: "cooler" }, "cooler", ["off", "on"], ["idle", "cooling"]],
  ["a valve that heats", { heater: "radiator" }, "radiator", ["closed", "open"], ["idle", "heating"]],
  ["a number that heats", { heater: "percent" }, "percent", ["0", "40"], ["idle", "heating"]],
])("%s tells what the thermostat does", (_, driven, name, words, actions) => {
  const home = joined({ climate: { target: "target", ...driven } });
  const seen = words.map((word) => {
    home.says(name, word);
    return home.attributes("climate").hvac_action;
  });
  expect(seen).toEqual(actions);
});

test("a thermostat that heats and cools has both as its mode, and no action", () => {
  const { modes, action_topic } = joined({ climate: { ...CLIMATE, cooler: "cooler" } }).configOf("climate");
  expect([modes, action_topic]).toEqual([["heat_cool"], undefined]);
});

test.each([
  ["a select", "mode", ["mode off", "mode heat"], ["off", "heat"]],
  ["a switch", "power", ["power off", "power on"], ["off", "on"]],
])("%s is the mode that people choose", (_, mode, sent, said) => {
  const home = joined({ climate: { ...CLIMATE, mode } });
  expect(home.configOf("climate").modes).toEqual(["off", "heat"]);
  expect(["off", "heat"].flatMap((mode) => home.sent("climate", { mode }))).toEqual(sent);
  const states = said.map((word) => {
    home.says(mode, word);
    return home.state("climate");
  });
  expect(states).toEqual(["off", "heat"]);
});

test("a temperature set in °F is sent in the unit of its number", () => {
  const home = joined({ climate: [CLIMATE, { name: "attic", target: "warmth", heater: "heater" }] });
  expect(home.sent("climate", { fahrenheit: 68 })).toEqual(["target 20"]);
  expect(home.configOf("attic")).toMatchObject({ temperature_unit: "F", min_temp: 41, precision: 1 });
});

test("a thermostat has the name, icon and category that it is given", () => {
  const climate = { ...CLIMATE, label: "Warmth", icon: "mdi:radiator", category: "config" } as const;
  expect(joined({ climate }).configOf("climate")).toMatchObject({
    name: "Warmth",
    icon: "mdi:radiator",
    entity_category: "config",
  });
  const entities = { climate: { label: "Heating" } };
  expect(joined({ climate, entities }).configOf("climate").name).toBe("Heating");
  expect(joined({ climate, main: "climate" }).configOf("climate").name).toBeNull();
});
