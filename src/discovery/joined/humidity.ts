// A humidity that a sensor reads, in the one unit that Home Assistant has for it.
import type { SensorDeclaration } from "../../device/declare/sensor.ts";
import type { WrongOption } from "../../kinds/kind.ts";

export function humidityFaults(option: string, sensor: SensorDeclaration | undefined): WrongOption[] {
  if (sensor === undefined) return [];
  const { unit = "%" } = sensor.options;
  if (unit === "%") return [];
  return [
    { option, sentence: `reads "${sensor.name}" as its humidity, which is in ${unit}; a humidity is in %.` },
  ];
}
