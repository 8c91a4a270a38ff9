// Looks up the sensors in an actuator's `onlyWhile` and `orWhile`, and says the same in
// words for the problem topic.
import { fixedPoint, scaled } from "../../bytes/fixed-point.ts";
import type { Requirement } from "../run/actuators/declared-actuator.ts";
import type { ActuatorDeclaration, Requirements, WantedReading } from "./actuators/declaration.ts";
import { twoStates } from "./actuators/states.ts";
import type { SensorDeclaration } from "./sensor.ts";
import { greatestWanted, leastWanted } from "./wanted-reading.ts";

/** Puts indexes, whole numbers and words into a declaration. A name that is no sensor's is skipped. */
export function resolvePermission(
  actuator: ActuatorDeclaration,
  sensors: readonly SensorDeclaration[],
): void {
  let words = "";
  for (const together of actuator.permittedBy) {
    const these = addTogether(actuator, together, sensors);
    words = words + (words === "" ? " only while " : ", or while ") + these;
  }
  const two = twoStates(actuator);
  if (words !== "" && two !== undefined) actuator.permissionWords = "it may be " + two[1] + words;
}

/** Adds requirements that must hold together. Returns them in words. */
function addTogether(
  actuator: ActuatorDeclaration,
  together: Requirements,
  sensors: readonly SensorDeclaration[],
): string {
  let words = "";
  let last: Requirement | undefined;
  for (let i = 0; i < sensors.length; i++) {
    const sensor = sensors[i] as SensorDeclaration;
    const wanted = together[sensor.name];
    if (wanted !== undefined) {
      words = words + (words === "" ? "" : " and ") + sensor.name + " is " + wordsFor(sensor, wanted);
      last = {
        sensorAt: i,
        least: leastWanted(sensor, wanted),
        most: greatestWanted(sensor, wanted),
        isLast: false,
      };
      actuator.requirements.push(last);
    }
  }
  if (last !== undefined) last.isLast = true;
  return words;
}

function wordsFor(sensor: SensorDeclaration, wanted: WantedReading): string {
  if (typeof wanted === "string") return wanted;
  if (typeof wanted === "number") return inDecimals(sensor, wanted);
  const above = wanted.above === undefined ? "" : "above " + inDecimals(sensor, wanted.above);
  const below = wanted.below === undefined ? "" : "below " + inDecimals(sensor, wanted.below);
  return above + (above !== "" && below !== "" ? " and " : "") + below;
}

function inDecimals({ decimals }: SensorDeclaration, value: number): string {
  return fixedPoint(scaled(value, decimals), decimals);
}
