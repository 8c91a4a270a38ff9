// Faults that Home Assistant would refuse are refused here first, in a sentence.
import { describe, expect, test } from "vitest";
import { discoveryFaults } from "../../src/checks/discovery-faults.ts";
import { sentencesOf } from "../../src/checks/fault.ts";
import { type DeviceDeclaration, device } from "../../src/device/declare/device.ts";
import { type HomeAssistantOptions, homeAssistant } from "../../src/device/declare/home-assistant.ts";
import { type SensorOptions, sensor } from "../../src/device/declare/sensor.ts";
import { meantUnit, obviousClass } from "../../src/discovery/sensor-classes.ts";
import { relay } from "../../src/drivers/relay.ts";
import { sht3x } from "../../src/drivers/sht3x.ts";
import { minutes, numberInput, powerSwitch, seconds, valueOnly, valve } from "../../src/index.ts";
import { everything } from "../home-assistant/everything.ts";

const LINK_BYTES = 1400;

function faultsOf(declaration: Partial<DeviceDeclaration>, discovery: HomeAssistantOptions = {}): string[] {
  return sentencesOf(
    discoveryFaults(
      device({ name: "room", discovery: homeAssistant(discovery), ...declaration }),
      LINK_BYTES,
    ),
  );
}

function faultOf(options: Partial<SensorOptions> & { deviceClass?: string }): string {
  const air = sensor("air", sht3x("air").temperature, { every: seconds(10), ...options });
  return faultsOf({ sensors: [air] }).join("\n");
}

test("a sound device has no faults, in either form", () => {
  expect(sentencesOf(discoveryFaults(everything(), LINK_BYTES))).toEqual([]);
  expect(sentencesOf(discoveryFaults(everything({ form: "component" }), LINK_BYTES))).toEqual([]);
});

test("a device that is not announced may have any unit", () => {
  const air = sensor("air", sht3x("air").temperature, { every: seconds(10), unit: "C" as string });
  expect(sentencesOf(discoveryFaults(device({ name: "room", sensors: [air] }), LINK_BYTES))).toEqual([]);
});

test.each([
  ["C", "°C"],
  ["º", "°"],
  ["ºC", "°C"],
  ["mBar", "mbar"],
  ["ug/m3", "\u00b5g/m³"],
  ["m3", "m³"],
  ["m3/h", "m³/h"],
  ["Watt", "W"],
  ["hours", "h"],
  ["mi/h", "mph"],
])('the unit "%s" is refused, and "%s" is what was meant', (unit, meant) => {
  expect(faultOf({ unit })).toBe(
    `The sensor "air" has the unit "${unit}", which Home Assistant does not know; write "${meant}".`,
  );
});

test("the micro sign and the Greek letter are one unit", () => {
  expect(meantUnit("\u03bcV")).toBeUndefined();
  expect(faultOf({ deviceClass: "voltage", unit: "\u03bcV" })).toBe("");
  expect(faultOf({ deviceClass: "voltage", unit: "\u00b5V" })).toBe("");
});

test.each([
  ["pm4", "\u00b5g/m³"],
  ["absolute_humidity", "g/m³"],
  ["radon", "Bq/m³"],
  ["pressure", "inH₂O"],
  ["volume_flow_rate", "L/h"],
  ["monetary", "EUR"],
])("Home Assistant of 2026 takes %s in %s", (deviceClass, unit) => {
  expect(faultOf({ deviceClass, unit })).toBe("");
});

describe("a class", () => {
  test("a class without a unit is refused with the units that it takes", () => {
    expect(faultOf({ deviceClass: "temperature" })).toBe(
      'The sensor "air" is of the class "temperature" and has no unit; Home Assistant takes for it: °C, °F, K.',
    );
  });

  test("a class with another class's unit is refused", () => {
    expect(faultOf({ deviceClass: "humidity", unit: "°C" })).toContain(
      'has the unit "°C"; Home Assistant takes',
    );
  });

  test("a push button's class takes two states and refuses an expiry", () => {
    const states = ["released", "pressed"];
    expect(faultOf({ deviceClass: "doorbell", states })).toBe("");
    expect(faultOf({ deviceClass: "doorbel", states })).toBe(
      'The sensor "air" with two states has the device class "doorbel", which Home Assistant does not know; "doorbell" is near.',
    );
    expect(faultOf({ deviceClass: "button", states, expireAfter: minutes(1) })).toBe(
      'The sensor "air" is a push button, whose events do not expire in Home Assistant; leave expireAfter out.',
    );
  });

  test("a class that is misspelt is refused with the one that is near", () => {
    expect(faultOf({ deviceClass: "temprature", unit: "°C" })).toBe(
      'The sensor "air" has the device class "temprature", which Home Assistant does not know; "temperature" is near.',
    );
  });

  test("an unknown class or unit is no fault", () => {
    expect(faultOf({ deviceClass: "happiness", unit: "°C" })).toBe("");
    expect(faultOf({ deviceClass: "radon", unit: "Ci/m³" })).toBe("");
    expect(faultOf({ deviceClass: "glee", states: ["no", "yes"] })).toBe("");
  });

  test("a class of words is refused for a number", () => {
    expect(faultOf({ deviceClass: "timestamp" })).toContain("which is no number's");
  });

  test("a class of numbers is refused for two states", () => {
    expect(faultOf({ deviceClass: "humidity", states: ["dry", "wet"] })).toContain(
      'the device class "humidity", which is a number\'s; one of two states may be: battery, ',
    );
  });
});

test("an empty state class is refused", () => {
  const stateClass = "" as "total";
  expect(faultOf({ unit: "°C", stateClass })).toBe(
    'The sensor "air" has an empty state class; the class "temperature" takes: measurement, none.',
  );
  expect(faultOf({ stateClass })).toContain("an empty state class; Home Assistant takes: measurement");
});

test("a state class that the class does not take is refused", () => {
  expect(faultOf({ deviceClass: "energy", unit: "kWh", stateClass: "measurement" })).toContain(
    'the class "energy" takes: total_increasing, total, none',
  );
});

test("a value that expires before it is sampled again is refused", () => {
  expect(faultOf({ unit: "°C", expireAfter: seconds(5) })).toContain(
    "expires after 5000 ms and is sampled every 10000 ms",
  );
});

test("a class of another kind of actuator is refused with valid ones", () => {
  const main = valve("main", relay("main"), { deviceClass: "steam" });
  expect(faultsOf({ actuators: [main] })).toEqual([
    'The valve "main" has the device class "steam"; in Home Assistant a valve may be: water, gas.',
  ]);
});

test("the unit of a number is checked like a sensor's", () => {
  const target = numberInput("target", valueOnly(), { min: 5, max: 30, unit: "C" as string });
  expect(faultsOf({ actuators: [target] })).toEqual([
    'The number "target" has the unit "C", which Home Assistant does not know; write "°C".',
  ]);
});

test("a step that Home Assistant does not take is refused", () => {
  const fine = numberInput("fine", valueOnly(), { min: 0, max: 1, step: 0.0005 });
  expect(faultsOf({ actuators: [fine] })).toEqual([
    'The number "fine" has a step of 0.0005; Home Assistant takes 0.001 or more.',
  ]);
});

const HEATER = { actuators: [powerSwitch("heater", relay("heater"))] };

test.each([
  [{ prefix: "home/#" }, /The discovery prefix "home\/#" is none/],
  [{ label: " " }, /The device's label for Home Assistant is " "/],
  [{ area: "up\nstairs" }, /The device's area/],
  [{ entities: { heeter: {} } }, /is told of "heeter", which the device has not; "heater" is near/],
  [
    { entities: { heater: { icon: "stove" } } },
    /has the icon "stove"; an icon is written as "mdi:pipe-leak"/,
  ],
  [{ entities: { heater: { label: "" } } }, /The label of the switch "heater" is ""/],
])("%j is refused", (discovery, sentence) => {
  expect(faultsOf(HEATER, discovery).join("\n")).toMatch(sentence);
});

test("an unsplittable message that does not fit is refused with a cure", () => {
  const faults = faultsOf(HEATER, { messageBytes: 250 });
  expect(faults[0]).toMatch(
    /^The announcement of "heater" to Home Assistant has \d+ bytes, and 250 can go out at once; shorten its texts, or allow more with homeAssistant\(\{ messageBytes: \d+ \}\)\.$/,
  );
});

test("a class comes from a name or unit only without doubt", () => {
  expect(obviousClass("outside", "°C")).toBe("temperature");
  expect(obviousClass("humidity", "%")).toBe("humidity");
  expect(obviousClass("carbon-dioxide", "ppm")).toBe("carbon_dioxide");
  expect(obviousClass("level", "%")).toBeUndefined();
  expect(obviousClass("meter", "kWh")).toBeUndefined();
  expect(obviousClass("humidity", "")).toBeUndefined();
  expect(obviousClass("ph", "")).toBe("ph");
  expect(obviousClass("timestamp", "")).toBeUndefined();
  expect(obviousClass("rain", "mm")).toBe("precipitation");
  expect(obviousClass("rain-rate", "mm/h")).toBe("precipitation_intensity");
  expect(obviousClass("rain-tank", "cm")).toBeUndefined();
  expect(obviousClass("wind", "km/h")).toBe("wind_speed");
  expect(obviousClass("gust", "m/s")).toBe("wind_speed");
  expect(obviousClass("wind", "°")).toBeUndefined();
});
