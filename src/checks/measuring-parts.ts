// The parts of a device, on a computer only: those that it looks at, and all that are wired.
import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { Drivable, Part, Quantity, TextPart } from "../reading/part.ts";

/** The parts of all sensors, and the knobs and keepers of all actuators, each once. */
export function measuringParts({
  sensors = [],
  actuators = [],
}: Pick<DeviceDeclaration, "sensors" | "actuators">): Part[] {
  const knobs = actuators.flatMap(({ turning }) => (turning === undefined ? [] : [turning.knob]));
  const keepers = actuators.flatMap(({ part }) => (part?.keeper === undefined ? [] : [part.keeper]));
  return [
    ...new Set([...sensors.flatMap(({ quantity }) => partsBehind(quantity.part)), ...knobs, ...keepers]),
  ];
}

/**
 * All parts: those that measure, what switches their supplies, those that are driven, and those that show.
 */
export function partsOf(declaration: DeviceDeclaration): (Part | Drivable | TextPart)[] {
  const { actuators = [], displays = [] } = declaration;
  const measuring = measuringParts(declaration);
  return [
    ...measuring,
    ...measuring.flatMap(({ poweredFrom }) => (poweredFrom?.by?.role === undefined ? [] : [poweredFrom.by])),
    ...actuators.map(({ part }) => part),
    ...displays.map(({ part }) => part),
  ];
}

/**
 * The part, preceded by those that its quantity is derived from. A source that is no quantity, such as a
 * number, has none.
 */
export function partsBehind(part: Part): Part[] {
  const behind = (part.sources ?? []).map(
    (source) => (source as Quantity | undefined)?.part as Part | undefined,
  );
  return [...behind.flatMap((behindIt) => (behindIt === undefined ? [] : partsBehind(behindIt))), part];
}
