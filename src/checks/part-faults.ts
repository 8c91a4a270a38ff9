// What is wrong with the numbers that parts were given, on a computer. Never in an image.

import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { Drivable, Given, Part } from "../reading/part.ts";
import { type Fault, fault } from "./fault.ts";

/** One sentence for each sensor and actuator that was given something else than a quantity or a part. */
export function partlessFaults({ sensors = [], actuators = [] }: DeviceDeclaration): Fault[] {
  // What the types promise is not so where nobody checks them.
  const measuring = sensors.filter(
    ({ quantity }) => (quantity?.part as Part | undefined)?.role === undefined,
  );
  const driven = actuators.filter(({ part }) => (part as Drivable | undefined)?.role === undefined);
  return [
    ...measuring.map((sensor) =>
      fault(
        sensor,
        "",
        `The sensor "${sensor.name}" has no quantity of a part; name one, as in sensor("${sensor.name}", air.temperature, ...).`,
      ),
    ),
    ...driven.map((actuator) =>
      fault(
        actuator,
        "",
        `The actuator "${actuator.name}" has no part to drive; make one, as in powerSwitch("${actuator.name}", relay("${actuator.name}")).`,
      ),
    ),
  ];
}

/** One sentence for each number that a part cannot take. A part that several sensors share is looked at once. */
export function partFaults(parts: readonly (Part | Drivable)[]): Fault[] {
  return [...new Set(parts)].flatMap((part) =>
    (part.given ?? []).filter((one) => !isFit(one)).map((one) => fault(part, "", sentenceOf(part.role, one))),
  );
}

function isFit({ value, least, most }: Given): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function sentenceOf(role: string, { what, value, least, most }: Given): string {
  const allowed = least === most ? `it is ${most}` : `it is a whole number from ${least} to ${most}`;
  return `The part "${role}" has ${value} for its ${what}; ${allowed}.`;
}
