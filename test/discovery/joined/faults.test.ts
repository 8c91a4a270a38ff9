// Faults of joined entities: each is refused in a sentence at its place.
import { expect, test } from "vitest";
import type { HomeAssistantOptions } from "../../../src/options.ts";
import { faultsOf } from "./joining.ts";

const CLIMATE = { current: "temperature", target: "target", heater: "heater" };

test("sound ones have no faults", () => {
  const second = { ...CLIMATE, name: "second", mode: "mode" };
  expect(faultsOf({ climate: [CLIMATE, second], main: "climate" })).toEqual([]);
});

const refused: [what: string, climate: object, option: string, sentence: string][] = [
  [
    "a part that the device has not",
    { ...CLIMATE, heater: "heatr" },
    "climate.heater",
    'The climate has "heatr" as its heater, which is a powerSwitch or a valve or a numberInput; those of the device are: target, warmth, damp, percent, step, low, half, heater, cooler, power, radiator (did you mean "heater"?).',
  ],
  [
    "a part of another kind",
    { ...CLIMATE, current: "target" },
    "climate.current",
    'The climate has "target" as its current, which is a sensor; those of the device are: temperature, humidity.',
  ],
  [
    "no target",
    { heater: "heater" },
    "climate",
    "The climate has no target, which is a numberInput; those of the device are: target, warmth, damp, percent, step, low, half.",
  ],
  [
    "a target in percent",
    { ...CLIMATE, target: "damp" },
    "climate.target",
    'The climate sets "damp", which is in %; it is in °C or °F.',
  ],
  [
    "two units",
    { ...CLIMATE, target: "warmth" },
    "climate.current",
    'The climate sets "warmth" in °F and reads "temperature", which is in °C; both are in one unit.',
  ],
  [
    "neither a heater nor a cooler",
    { target: "target" },
    "climate",
    "The climate neither heats nor cools; name what does, as heater or cooler.",
  ],
  [
    "modes that there are not",
    { ...CLIMATE, mode: "speed" },
    "climate.mode",
    'The climate has the mode "speed" with the option "low"; Home Assistant\'s are: off, heat, cool, heat_cool, auto, dry, fan_only.',
  ],
  [
    "the name of something else",
    { ...CLIMATE, name: "humidity" },
    "climate.name",
    'The climate has the name "humidity", as something else has; give it another, as name: "humidity-2".',
  ],
  [
    "a name with capitals",
    { ...CLIMATE, name: "Attic" },
    "climate.name",
    'The climate has the name "Attic"; it is made of lower-case letters, digits and "-".',
  ],
  [
    "a device class",
    { ...CLIMATE, deviceClass: "heat" },
    "climate.deviceClass",
    'The climate has the device class "heat"; in Home Assistant a climate has none.',
  ],
  [
    "an icon in other words",
    { ...CLIMATE, icon: "radiator" },
    "climate.icon",
    'The climate "climate" has the icon "radiator"; an icon is written as "mdi:pipe-leak".',
  ],
  [
    "an option that there is not",
    { ...CLIMATE, taget: "target" },
    "climate.taget",
    'There is no option "taget" among the options of the climate; did you mean "target"? Known are: name, label, deviceClass, category, icon, target, current, humidity, heater, cooler, mode.',
  ],
  ["a number for a name", { ...CLIMATE, heater: 3 }, "climate.heater", "The option heater is 3; it is text."],
];

test.each(refused)("%s is refused at its place", (_, climate, option, sentence) => {
  const discovery = { climate } as HomeAssistantOptions;
  expect(faultsOf(discovery)).toEqual([{ sentence, option }]);
});

test("two of one name are refused at the second", () => {
  expect(faultsOf({ climate: [CLIMATE, CLIMATE] }).map(({ option }) => option)).toEqual(["climate.1.name"]);
});

test("a joined entity that is no record is refused as a whole", () => {
  const discovery = { climate: "target" } as unknown as HomeAssistantOptions;
  expect(faultsOf(discovery)).toEqual([
    {
      option: "climate",
      sentence:
        'The option climate is "target"; it is a record of names, as { target: "target" }, or a list of such.',
    },
  ]);
});

test("a part that stands in a thermostat cannot be the main thing", () => {
  expect(faultsOf({ climate: CLIMATE, main: "heater" }).map(({ option }) => option)).toEqual(["main"]);
});

const refusedOnes: [what: string, discovery: object, option: string, sentence: string][] = [
  [
    "a cover without a position",
    { cover: {} },
    "cover",
    "The cover has no position, which is a numberInput; those of the device are: target, warmth, damp, percent, step, low, half.",
  ],
  [
    "a valve by a switch",
    { valve: { position: "heater" } },
    "valve.position",
    'The valve has "heater" as its position, which is a numberInput; those of the device are: target, warmth, damp, percent, step, low, half.',
  ],
  [
    "a cover of a valve's class",
    { cover: { position: "percent", deviceClass: "water" } },
    "cover.deviceClass",
    'The cover has the device class "water"; in Home Assistant a cover may be: awning, blind, curtain, damper, door, garage, gate, shade, shutter, window.',
  ],
  [
    "a cover that is reversed by a word",
    { cover: { position: "percent", reversed: "yes" } },
    "cover.reversed",
    'The option reversed is "yes"; it is true or false.',
  ],
  [
    "a fan that nothing drives",
    { fan: { preset: "breeze" } },
    "fan",
    "The fan has neither power nor speed; name what drives it, as power or speed.",
  ],
  [
    "a fan of a speed that is never 0",
    { fan: { speed: "low" } },
    "fan.speed",
    'The fan runs "low", which is never 0, and has no power to go off by; name it, as power: "on".',
  ],
  [
    "a fan of presets that are a number",
    { fan: { power: "power", preset: "percent" } },
    "fan.preset",
    'The fan has "percent" as its preset, which is a selectInput; those of the device are: mode, speed, breeze, boiler.',
  ],
  [
    "a humidifier without a switch",
    { humidifier: { target: "damp" } },
    "humidifier",
    "The humidifier has no power, which is a powerSwitch; those of the device are: heater, cooler, power.",
  ],
  [
    "a humidifier that is set in °C",
    { humidifier: { target: "target", power: "power" } },
    "humidifier.target",
    'The humidifier sets "target", which is in °C; it is in %.',
  ],
  [
    "a humidifier that reads °C",
    { humidifier: { target: "damp", power: "power", current: "temperature" } },
    "humidifier.current",
    'The humidifier reads "temperature" as its humidity, which is in °C; a humidity is in %.',
  ],
  [
    "a humidifier that also dries",
    { humidifier: { target: "damp", power: "power", humidifier: "heater", dehumidifier: "cooler" } },
    "humidifier.dehumidifier",
    "The humidifier is one or the other in Home Assistant; make two of it, each with a name.",
  ],
  [
    "a water heater in percent",
    { waterHeater: { target: "damp" } },
    "waterHeater.target",
    'The water heater sets "damp", which is in %; it is in °C or °F.',
  ],
  [
    "a water heater of a mode that there is not",
    { waterHeater: { target: "target", mode: "speed" } },
    "waterHeater.mode",
    'The water heater has the mode "speed" with the option "low"; Home Assistant\'s are: off, eco, electric, gas, heat_pump, high_demand, performance.',
  ],
];

test.each(refusedOnes)("%s is refused at its place", (_, discovery, option, sentence) => {
  expect(faultsOf(discovery as HomeAssistantOptions)).toEqual([{ sentence, option }]);
});
