// An integral in long-term statistics. A sum that may fall is no `total_increasing`: each fall would count as
// a new beginning. What begins anew with each start is a `total` with the moment of that, or the start would
// count as a fall of all of it. In no image.
import type { ActuatorDeclaration } from "../device/declare/actuators/declaration.ts";
import { hasNumber } from "../device/declare/actuators/number-input.ts";
import type { SensorDeclaration } from "../device/declare/sensor.ts";
import { declaredStateOf } from "../device/declare/state-of.ts";
import type { JsonRecord } from "./entity.ts";

type Part = SensorDeclaration["quantity"]["part"];

/**
 * A sum of 0 is one that begins: what is told then is its moment, and nothing otherwise, which leaves the
 * last one.
 */
const BEGUN = "{{now() if value|float(1)==0}}";
/** The same of a payload with its time. */
const BEGUN_STAMPED = "{{value_json.time|as_datetime if value_json.value|float(1)==0 and value_json.time}}";

/**
 * Is it a sum of what may be below 0? The states of switches and lights are not; what a part measures, or a
 * function makes, may be.
 */
export function mayFall({ quantity: { part } }: SensorDeclaration): boolean {
  return sumMayFall(part);
}

/** The same of a part. */
export function sumMayFall(part: Part): boolean {
  return isIntegral(part) && !(part.sources ?? []).every((source) => isNeverNegative(source.part));
}

/** What a `total` is told of its beginnings. */
export function beginnings({ quantity: { part }, options }: SensorDeclaration): JsonRecord {
  if (!isIntegral(part)) return {};
  return { lrst_val_tpl: options.stamped === true ? BEGUN_STAMPED : BEGUN };
}

function isIntegral(part: Part): boolean {
  return part.role === "integral" && part.sources !== undefined;
}

function isNeverNegative(part: Part): boolean {
  const actuator = declaredStateOf(part) as ActuatorDeclaration | undefined;
  if (actuator === undefined) return false;
  return !hasNumber(actuator) || actuator.leastValue >= 0;
}
