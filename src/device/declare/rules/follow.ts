// The words for an actuator that follows a sensor: follow("fan", "temperature", [[24, 20], [28, 100]]).
import type { Follow } from "../../run/rules/follow.ts";
import { NOWHERE } from "../../run/rules/rule.ts";
import type { Named } from "../words.ts";

export interface FollowOptions {
  /** The value when the sensor has had no reading for its timeout. Without it the actuator stays as it is. */
  whenSilent?: number;
}

/**
 * Drives a number or the brightness of a light by a sensor, along a curve of 2 to 32 points `[reading,
 * value]`, the readings in ascending order: the straight line between the points beside a reading; below the
 * first point its value, above the last one that.
 */
export function follow<const Target extends string, const Cause extends string>(
  actuator: Target,
  sensor: Cause,
  curve: readonly (readonly [reading: number, value: number])[],
  options?: FollowOptions,
): Follow<Named<Target> | Named<Cause>>;
export function follow(
  target: string,
  cause: string,
  curve: readonly (readonly [number, number])[],
  options?: FollowOptions,
): Follow {
  const written: number[] = [];
  for (const point of curve) {
    for (const value of point) written.push(value);
  }
  return {
    written: {
      target,
      cause,
      curve: written,
      whenSilent: options === undefined ? undefined : options.whenSilent,
    },
    followedAt: NOWHERE,
    drivenAt: NOWHERE,
    points: [],
    least: 0,
    step: 1,
    silentValue: undefined,
    asked: undefined,
  };
}
