// A sensor of each class and unit that a device may announce.
import { BINARY_SENSOR_CLASSES, SENSOR_CLASSES } from "../../../src/discovery/sensor-classes.ts";
import type { Payload } from "../../home-assistant/abbreviations.ts";

export interface ClassedSensor {
  platform: "sensor" | "binary_sensor";
  name: string;
  config: Payload;
}

export function sensorOfEachClass(): ClassedSensor[] {
  const sensors = Object.entries(SENSOR_CLASSES).flatMap(
    ([
      name,
      {
        units,
        stateClasses: [state],
      },
    ]) =>
      units.map((unit): ClassedSensor => {
        const config = {
          device_class: name,
          ...(unit === "" ? {} : { unit_of_measurement: unit }),
          ...(state === undefined ? {} : { state_class: state }),
          // It has no other words.
          ...(name === "enum" ? { options: ["one"] } : {}),
        };
        return { platform: "sensor", name: `${name} in ${unit || "words"}`, config };
      }),
  );
  const binarySensors = BINARY_SENSOR_CLASSES.map((name): ClassedSensor => {
    return { platform: "binary_sensor", name, config: { device_class: name } };
  });
  return [...sensors, ...binarySensors];
}
