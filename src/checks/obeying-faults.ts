// Faults of the actuators of a device that sleeps: each obeys at a wake that connects, keeps its value over
// the sleep by itself, and drives no pin, as no chip holds one meanwhile. On a computer only.
import type { ActuatorDeclaration } from "../device/declare/actuators/declaration.ts";
import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { SleepOptions } from "../device/declare/sleep.ts";
import { FORGETS } from "../device/run/actuators/declared-actuator.ts";
import { kindOf } from "../kinds/kinds.ts";
import { connectsEvery } from "./connects-every.ts";
import { called, type Fault, fault } from "./fault.ts";

/** Options by which an actuator goes by time, by a reading or by another one: between two wakes nobody sees to that. */
const WATCHED = [
  "minimumOn",
  "minimumOff",
  "atMost",
  "notWith",
  "onlyWhile",
  "orWhile",
  "confirmedBy",
  "turnedBy",
  "ramp",
];

/** The first fault of how late it obeys, or those of each actuator. */
export function obeyingFaults(declaration: DeviceDeclaration, sleep: SleepOptions): Fault[] {
  const { actuators = [], sessionExpiry } = declaration;
  const { obeyWithin } = sleep;
  const refused = (option: string, sentence: string) => [fault(declaration, option, sentence)];
  if (actuators.length === 0)
    return obeyWithin === undefined
      ? []
      : refused(
          "sleep.obeyWithin",
          "The device says how late its actuators obey, and has none; leave `obeyWithin` out.",
        );
  const connects = connectsEvery(sleep);
  if (connects === 0)
    return refused(
      "actuators",
      "The device has actuators and sleeps without a timer, so that nobody knows when they obey; write `every`, or leave `actuators` out.",
    );
  if (obeyWithin === undefined)
    return refused(
      "actuators",
      `The device sleeps and has actuators, which obey only when it connects, every ${connects} ms; write obeyWithin: seconds(${connects / 1000}) in its \`sleep\`, or leave \`actuators\` or \`sleep\` out.`,
    );
  if (!(obeyWithin >= connects))
    return refused(
      "sleep.obeyWithin",
      `The device's actuators obey within ${obeyWithin} ms, and it connects every ${connects} ms; write obeyWithin: seconds(${connects / 1000}) or more, or let it report as often.`,
    );
  if (sessionExpiry !== undefined && sessionExpiry < obeyWithin)
    return refused(
      "sessionExpiry",
      `The broker forgets the device's session after ${sessionExpiry} ms, and commands wait in it for ${obeyWithin} ms; let it be as long at least, or leave \`sessionExpiry\` out.`,
    );
  return actuators.flatMap(actuatorFaults);
}

/** The first fault of an actuator. */
function actuatorFaults(actuator: ActuatorDeclaration): Fault[] {
  const { part, keeping, options } = actuator;
  const start = `The device sleeps, and ${called(actuator).replace("The", "the")}`;
  const refused = (option: string, sentence: string) => [fault(actuator, option, `${start} ${sentence}`)];
  if (!kindOf(actuator).mayObeyLate(actuator))
    return refused("", "is meant for the moment of its command; leave it or `sleep` out.");
  if (part.wire !== "none")
    return refused("", "drives a pin, which no chip holds over its sleep; leave it or `sleep` out.");
  const watched = WATCHED.find((option) => option in options);
  if (watched !== undefined)
    return refused(watched, `has \`${watched}\`, which nobody sees to between two wakes; leave that out.`);
  if (keeping === FORGETS)
    return refused("atStart", 'forgets its value at each wake, which is a start; write atStart: "last".');
  return [];
}
