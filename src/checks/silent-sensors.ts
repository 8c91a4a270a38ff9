// Actuators that depend on a sensor which may fall silent: a rule that keeps one at rest lets it go then, and
// a curve leaves it as it is. On a computer only.
import type { ActuatorDeclaration } from "../device/declare/actuators/declaration.ts";
import { twoStates } from "../device/declare/actuators/states.ts";
import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { SensorDeclaration } from "../device/declare/sensor.ts";
import type { Rule } from "../device/run/rules/rule.ts";
import type { WireKind } from "../reading/part.ts";
import { partsBehind } from "./measuring-parts.ts";

/** A part on one of these may have no reading. A part on a plain input always has a level. */
const MAY_BE_SILENT: readonly WireKind[] = ["i2c", "one-wire", "uart", "analog", "pins", "edges", "dht"];

/**
 * One sentence for each such rule, and each curve without `whenSilent`, whose actuator does not need the
 * sensor by `onlyWhile` as well.
 */
export function silentSensorWarnings(declaration: DeviceDeclaration): string[] {
  return [...silentRules(declaration), ...silentCurves(declaration)];
}

function silentCurves({ follows = [], sensors = [], actuators = [] }: DeviceDeclaration): string[] {
  return follows.flatMap(({ written: { target, cause, whenSilent }, followedAt, drivenAt }) => {
    const sensor = sensors[followedAt];
    const driven = actuators[drivenAt];
    if (whenSilent !== undefined || sensor === undefined || driven === undefined) return [];
    if (!maySilence(sensor) || needs(driven, sensor)) return [];
    return [
      `"${target}" follows "${cause}", and stays as it is when the sensor falls silent; where that does harm, give the curve { whenSilent: ... }.`,
    ];
  });
}

function maySilence({ quantity: { part } }: SensorDeclaration): boolean {
  return partsBehind(part).some(({ wire }) => MAY_BE_SILENT.includes(wire));
}

function silentRules({ rules = [], sensors = [], actuators = [] }: DeviceDeclaration): string[] {
  return rules.flatMap((rule) => {
    const sensor = sensors[rule.sensorAt];
    const target = actuators[rule.targetAt];
    if (sensor === undefined || target === undefined) return [];
    const keepsAtRest = rule.keeps && rule.targetValue === 0 && rule.otherValue !== 0;
    return keepsAtRest && maySilence(sensor) && !needs(target, sensor)
      ? [sentenceOf(rule, sensor, target)]
      : [];
  });
}

function needs({ permittedBy }: ActuatorDeclaration, { name }: SensorDeclaration): boolean {
  return permittedBy.length > 0 && permittedBy.every((together) => Object.hasOwn(together, name));
}

function sentenceOf(rule: Rule, sensor: SensorDeclaration, target: ActuatorDeclaration): string {
  const { state } = rule.wording;
  const other = (twoStates(target) ?? []).find((word) => word !== state);
  return (
    `The rule on "${sensor.name}" keeps "${target.name}" at "${state}" only as long as there are readings: when the sensor falls silent, it goes to "${other}"; ` +
    `where that does harm, give "${target.name}" onlyWhile: { ${sensor.name}: ${permittingReading(rule, sensor)} }, which needs a reading.`
  );
}

/** The reading that does not meet the rule, as it is written in `onlyWhile`. */
function permittingReading({ wording }: Rule, { options: { states = [] } }: SensorDeclaration): string {
  const { comparison, limit } = wording;
  if (comparison !== "is")
    return `{ ${comparison === "above" ? "below" : "above"}: ${typeof limit === "number" ? limit : "..."} }`;
  const others = states.filter((state) => state !== limit);
  return others.length === 1 ? `"${others[0]}"` : '"..."';
}
