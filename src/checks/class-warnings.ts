// Classes and units that the Home Assistant of src/discovery/core-classes.ts does not know. A newer one may:
// the build tells of them, and goes on.
import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { SensorDeclaration } from "../device/declare/sensor.ts";
import { PUSH_BUTTON_CLASSES } from "../discovery/push-button.ts";
import { BINARY_SENSOR_CLASSES, CORE_VERSION, classOf, SENSOR_CLASSES } from "../discovery/sensor-classes.ts";
import { isBinary, sensorOptions } from "../discovery/sensor-entities.ts";
import { takesUnit } from "./class-faults.ts";

/** One sentence for each sensor that is announced with an unknown class or unit. */
export function classWarnings({ sensors = [], discovery }: DeviceDeclaration): string[] {
  if (discovery === undefined) return [];
  return sensors.flatMap((sensor) => {
    const own = discovery.entities?.[sensor.name] ?? {};
    const { deviceClass } = sensorOptions(sensor, own);
    if (own.hidden === true || deviceClass === undefined || deviceClass === "none") return [];
    return unknown(sensor, deviceClass);
  });
}

/** An author who writes "wind" for m/s has one of a few in mind. */
function classesIn(unit: string): string {
  const known = Object.entries(SENSOR_CLASSES)
    .filter(([, { units }]) => unit !== "" && units.includes(unit))
    .map(([name]) => name);
  return known.length === 0 ? "" : ` In "${unit}" it knows ${known.join(", ")}.`;
}

function unknown({ name, options: { states, unit = "" } }: SensorDeclaration, deviceClass: string): string[] {
  const what = `"${name}" has the device class "${deviceClass}"`;
  const goesOn = `Home Assistant ${CORE_VERSION} does not know; one that does not leaves the sensor out.`;
  if (states !== undefined) {
    const known = [...BINARY_SENSOR_CLASSES, ...PUSH_BUTTON_CLASSES];
    return !isBinary(states, { deviceClass }) || known.includes(deviceClass)
      ? []
      : [`${what}, which ${goesOn}`];
  }
  const facts = classOf(deviceClass);
  if (facts === undefined) return [`${what}, which ${goesOn}${classesIn(unit)}`];
  return takesUnit(facts, unit) ? [] : [`${what} and the unit "${unit}", which ${goesOn}`];
}
