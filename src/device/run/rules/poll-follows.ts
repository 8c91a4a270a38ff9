// Actuators that follow a sensor, at work: a new command is given only when the wanted value changes. A
// command from outside stands until then.
import { rounded } from "../../../bytes/fixed-point.ts";
import { ONLY_WHILE, REFUSALS } from "../../../features.ts";
import type { Reading } from "../../../reading/reading.ts";
import type { Actuator } from "../actuator.ts";
import type { ActingDevice } from "../automation-state.ts";
import { requestValue } from "../command.ts";
import { onCurve } from "../curve.ts";
import { PERMISSION_REFUSED } from "../permission.ts";
import { isRefused, tellUnheard } from "../refusal.ts";
import { type Follow, noteRequested } from "./follow.ts";

/** Drives actuators that follow a sensor to the values for the newest readings. */
export function pollFollows(device: ActingDevice): void {
  for (const follow of device.acting.follows) {
    const wanted = wantedBy(device, follow);
    if (wanted === undefined || wanted === follow.asked) continue;
    const actuator = device.actuators[follow.drivenAt] as Actuator;
    if (wanted !== 0 && isHeldBack(actuator)) {
      if (REFUSALS) tellUnheard(actuator);
      continue;
    }
    requestValue(actuator, wanted);
    noteRequested(follow, isHeldBack(actuator) ? undefined : wanted);
  }
}

/** It was requested once: `problem` reports it, and it is requested again when it may be. */
function isHeldBack(actuator: Actuator): boolean {
  return (REFUSALS && isRefused(actuator)) || (ONLY_WHILE && actuator.permission === PERMISSION_REFUSED);
}

/** `undefined`: nothing is to be done. */
function wantedBy(device: ActingDevice, follow: Follow): Reading {
  const sensor = device.sensors[follow.followedAt] as ActingDevice["sensors"][0];
  const reading = sensor.measured;
  if (reading === undefined) return sensor.missed < sensor.patience ? undefined : follow.silentValue;
  const { least, step } = follow;
  return least + rounded(onCurve(follow.points, reading) - least, step) * step;
}
