// Faults of an actuator's `onlyWhile` and `orWhile`. On a computer only.

import { nearestName } from "../arguments/nearest-name.ts";
import type {
  ActuatorDeclaration,
  Requirements,
  WantedReading,
} from "../device/declare/actuators/declaration.ts";
import type { SensorDeclaration } from "../device/declare/sensor.ts";
import { greatestWanted, leastWanted, readingOf } from "../device/declare/wanted-reading.ts";
import type { Fault } from "./fault.ts";
import { called } from "./fault.ts";

/** Where requirements are written: the way to their option. */
type Way = readonly string[];

export function permissionFaults(
  actuator: ActuatorDeclaration,
  sensors: readonly SensorDeclaration[],
  actuators: readonly ActuatorDeclaration[],
): Fault[] {
  const { permittedBy, options } = actuator;
  if (permittedBy.length === 0) return [];
  if (!Object.hasOwn(options, "onlyWhile"))
    return [faultAt(actuator, ["orWhile"], "has orWhile without onlyWhile; write the first of them there.")];
  const faults = permittedBy.flatMap((together, i) => {
    const way = i === 0 ? ["onlyWhile"] : ["orWhile", String(i - 1)];
    return requirementFaults(actuator, together, way, sensors, actuators);
  });
  return faults.length > 0 ? faults : witnessFaults(actuator, sensors);
}

function faultAt(of: ActuatorDeclaration, option: Way, sentence: string): Fault {
  return { of, option, sentence: `${called(of)} ${sentence}` };
}

function requirementFaults(
  actuator: ActuatorDeclaration,
  together: Requirements,
  way: Way,
  sensors: readonly SensorDeclaration[],
  actuators: readonly ActuatorDeclaration[],
): Fault[] {
  const [option = ""] = way;
  const wanted = Object.entries(together);
  if (wanted.length === 0)
    return [faultAt(actuator, way, `has ${option} without a sensor; name one, as { level: "ok" }.`)];
  return wanted.flatMap(([name, reading]) => {
    const sensor = sensors.find((sensor) => sensor.name === name);
    const sentence =
      sensor === undefined
        ? noSensor(name, option, sensors, actuators)
        : readingSentence(sensor, option, reading);
    return sentence === undefined ? [] : [faultAt(actuator, [...way, name], sentence)];
  });
}

function noSensor(
  name: string,
  option: string,
  sensors: readonly SensorDeclaration[],
  actuators: readonly ActuatorDeclaration[],
): string {
  const isActuator = actuators.some((actuator) => actuator.name === name);
  const what = isActuator ? "that is an actuator, and it looks at sensors" : "there is no such sensor";
  const known = nearestName(
    name,
    sensors.map((sensor) => sensor.name),
  );
  return `names "${name}" in ${option}: ${what}${known}`;
}

function readingSentence(
  sensor: SensorDeclaration,
  option: string,
  wanted: WantedReading,
): string | undefined {
  const { name, options } = sensor;
  const says = options.states === undefined ? "numbers" : options.states.join(", ");
  if (typeof wanted !== "object") {
    const reading = readingOf(sensor, wanted);
    const isSaid = options.states === undefined || (reading !== undefined && reading in options.states);
    if (reading !== undefined && Number.isFinite(reading) && isSaid) return undefined;
    return `waits in ${option} for "${name}" to say "${wanted}", which it never does; it says ${says}.`;
  }
  const bounds = Object.values(wanted);
  if (bounds.length === 0 || !bounds.every(Number.isFinite))
    return `has ${option} with no bound of "${name}"; write { above: 5 }, { below: 60 }, or both, as numbers.`;
  if (leastWanted(sensor, wanted) <= greatestWanted(sensor, wanted)) return undefined;
  return `waits in ${option} for "${name}" to be above ${wanted.above} and below ${wanted.below}, which it never is; the bound for above is the smaller one.`;
}

/** What confirms it must be able to say that it has left its rest. */
function witnessFaults(actuator: ActuatorDeclaration, sensors: readonly SensorDeclaration[]): Fault[] {
  const { confirmedBy, permittedBy, witnessAtRest } = actuator;
  const sensor = sensors.find(({ name }) => name === confirmedBy?.sensor);
  if (sensor === undefined) return [];
  const needsRest = permittedBy.every(({ [sensor.name]: wanted }) => {
    if (wanted === undefined) return false;
    return leastWanted(sensor, wanted) === witnessAtRest && greatestWanted(sensor, wanted) === witnessAtRest;
  });
  if (!needsRest) return [];
  return [
    faultAt(
      actuator,
      ["onlyWhile", sensor.name],
      `may leave its rest only while "${sensor.name}" says that it is at rest; let another sensor permit it, or confirm it.`,
    ),
  ];
}
