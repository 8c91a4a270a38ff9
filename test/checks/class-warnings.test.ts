// Classes that only a newer Home Assistant may know: the build warns of them, and refuses none.
import { expect, test } from "vitest";
import { classWarnings } from "../../src/checks/class-warnings.ts";
import { device } from "../../src/device/declare/device.ts";
import { homeAssistant } from "../../src/device/declare/home-assistant.ts";
import { type SensorOptions, sensor } from "../../src/device/declare/sensor.ts";
import { CORE_VERSION } from "../../src/discovery/core-classes.ts";
import { sht3x } from "../../src/drivers/sht3x.ts";
import { seconds } from "../../src/index.ts";

function warningsOf(options: Partial<SensorOptions>, hidden = false): string[] {
  const air = sensor("air", sht3x("air").temperature, { every: seconds(10), ...options });
  return classWarnings(
    device({ name: "room", discovery: homeAssistant({ entities: { air: { hidden } } }), sensors: [air] }),
  );
}

const ENDING = `which Home Assistant ${CORE_VERSION} does not know; one that does not leaves the sensor out.`;

test.each([
  [{ deviceClass: "happiness", unit: "bliss" }, `"air" has the device class "happiness", ${ENDING}`],
  [
    { deviceClass: "wind", unit: "m/s" },
    `"air" has the device class "wind", ${ENDING} In "m/s" it knows speed, wind_speed.`,
  ],
  [
    { deviceClass: "radon", unit: "Ci/m³" },
    `"air" has the device class "radon" and the unit "Ci/m³", ${ENDING}`,
  ],
  [{ deviceClass: "glee", states: ["no", "yes"] }, `"air" has the device class "glee", ${ENDING}`],
])("the class %j causes a warning", (options, warning) => {
  expect(warningsOf(options)).toEqual([warning]);
  expect(warningsOf(options, true)).toEqual([]);
});

test.each([
  { unit: "wobbles" },
  { deviceClass: "none", unit: "wobbles" },
  { deviceClass: "temperature", unit: "°C" },
  { deviceClass: "door", states: ["closed", "open"] },
  { deviceClass: "doorbell", states: ["released", "pressed"] },
  { deviceClass: "enum", states: ["low", "high"] },
])("the value %j brings no warning", (options) => {
  expect(warningsOf(options)).toEqual([]);
});
