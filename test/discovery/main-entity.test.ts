// The main entity of a device, which is called as the device itself: "Lamp", not "Lamp Lamp".
import { expect, test } from "vitest";
import { discoveryFaults } from "../../src/checks/discovery-faults.ts";
import { sentencesOf } from "../../src/checks/fault.ts";
import { type DeviceDeclaration, device } from "../../src/device/declare/device.ts";
import type { HomeAssistantOptions } from "../../src/device/declare/home-assistant.ts";
import { entitiesOf } from "../../src/discovery/entities.ts";
import { reed } from "../../src/drivers/reed.ts";
import { relay } from "../../src/drivers/relay.ts";
import { homeAssistant, light, minutes, powerSwitch, sensor } from "../../src/index.ts";

const contact = (name: string, options: { label?: string; category?: "diagnostic" } = {}) =>
  sensor(name, reed(name).state, { states: ["closed", "open"], every: minutes(1), ...options });

function named(name: string, rest: Partial<DeviceDeclaration>, discovery: HomeAssistantOptions = {}) {
  return device({ name, ...rest, discovery: homeAssistant(discovery) });
}

/** The entities that are called as their device. */
function mainOnes(declaration: DeviceDeclaration): string[] {
  return entitiesOf(declaration)
    .filter(({ config }) => config.name === null)
    .map(({ key }) => key);
}

const lampAndButton = {
  sensors: [contact("button")],
  actuators: [light("light", relay("led"), { label: "Lamp" })],
};

test("the main entity carries the device's words, by label or name", () => {
  expect(mainOnes(named("lamp", lampAndButton))).toEqual(["light"]);
  const leak = { sensors: [contact("leak")], actuators: [powerSwitch("water", relay("valve"))] };
  expect(mainOnes(named("leak", leak))).toEqual(["leak"]);
  expect(mainOnes(named("leak", leak, { label: "Cellar" }))).toEqual(["leak"]);
  expect(mainOnes(named("cellar", leak, { label: "WATER" }))).toEqual(["water"]);
});

test("the actuator is the main one of two with the device's words", () => {
  const both = {
    sensors: [contact("state", { label: "Fan" })],
    actuators: [powerSwitch("fan", relay("fan"))],
  };
  expect(mainOnes(named("fan", both))).toEqual(["fan"]);
});

test("the only one that is no diagnostic and no setting", () => {
  const plug = {
    sensors: [contact("lid", { category: "diagnostic" })],
    actuators: [powerSwitch("relay", relay("a"))],
  };
  expect(mainOnes(named("desk", plug))).toEqual(["relay"]);
  expect(mainOnes(named("letter-box", { sensors: [contact("flap")] }))).toEqual(["flap"]);
});

test("no entity is main with a label of its own or rivals", () => {
  expect(mainOnes(named("bedroom", { sensors: [contact("contact", { label: "Window" })] }))).toEqual([]);
  const room = { sensors: [contact("door")], actuators: [powerSwitch("heater", relay("heater"))] };
  expect(mainOnes(named("living-room", room))).toEqual([]);
});

test("a hidden entity is not counted", () => {
  const room = { sensors: [contact("door")], actuators: [powerSwitch("heater", relay("heater"))] };
  expect(mainOnes(named("living-room", room, { entities: { door: { hidden: true } } }))).toEqual(["heater"]);
});

test("the author says which, or that none is", () => {
  expect(mainOnes(named("lamp", lampAndButton, { main: "button" }))).toEqual(["button"]);
  expect(mainOnes(named("lamp", lampAndButton, { main: "none" }))).toEqual([]);
});

test("an unknown main thing is refused with the device's own things", () => {
  expect(sentencesOf(discoveryFaults(named("lamp", lampAndButton, { main: "bulb" }), 1400))).toEqual([
    `The device's main thing is said to be "bulb", which it has not; it has: button, light, none.`,
  ]);
});
