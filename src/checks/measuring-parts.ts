// The parts that a device looks at, on a computer only.
import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { Part } from "../reading/part.ts";

/** The parts of all sensors and the knobs of all actuators, each once. */
export function measuringParts({
  sensors = [],
  actuators = [],
}: Pick<DeviceDeclaration, "sensors" | "actuators">): Part[] {
  const knobs = actuators.flatMap(({ turning }) => (turning === undefined ? [] : [turning.knob]));
  return [...new Set([...sensors.flatMap(({ quantity }) => partsBehind(quantity.part)), ...knobs])];
}

/** The part, and in front of it those that its quantity is derived of. */
export function partsBehind(part: Part): Part[] {
  return [...(part.sources ?? []).flatMap((source) => partsBehind(source.part)), part];
}
