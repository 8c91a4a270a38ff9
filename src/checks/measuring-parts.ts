// The parts that the sensors of a device are measured by, on a computer only.
import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { Part } from "../reading/part.ts";

/** The parts of all sensors, each once. */
export function measuringParts({ sensors = [] }: Pick<DeviceDeclaration, "sensors">): Part[] {
  return [...new Set(sensors.flatMap(({ quantity }) => partsBehind(quantity.part)))];
}

/** The part, and in front of it those that its quantity is derived of. */
export function partsBehind(part: Part): Part[] {
  return [...(part.sources ?? []).flatMap((source) => partsBehind(source.part)), part];
}
