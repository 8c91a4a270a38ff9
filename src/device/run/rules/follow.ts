// An actuator that follows a sensor: each reading puts it where a curve says, with the broker or without.
//
// It is one record: as its author wrote it, for tools; as numbers and places, which `device` works out; and
// what changes while it runs.
import type { Reading } from "../../../reading/reading.ts";

/** As its author wrote it. */
interface WrittenFollow {
  target: string;
  cause: string;
  /** By turns a reading and a value. */
  curve: number[];
  /** The value for the time without readings; `undefined`: the actuator stays as it is. */
  whenSilent: number | undefined;
}

export interface Follow<Asked extends string = string> {
  /** For TypeScript alone: the names in it (declare/words.ts). No record has it. */
  asks?: Asked;
  /** For the build and for tools: no image has it. */
  written: WrittenFollow;
  /** The places of the sensor and of the actuator in the device's lists; -1 for none. */
  followedAt: number;
  drivenAt: number;
  /** The curve, in whole numbers of the sensor's and the actuator's decimals. */
  points: number[];
  /** The actuator's values lie whole steps above the least. */
  least: number;
  step: number;
  silentValue: Reading;
  /** The value that it last requested. */
  asked: Reading;
}

/** A rule that drives the actuator at `place` by a sensor requests its value once more, as at the start. */
export function followAgain(follows: readonly Follow[], place: number): void {
  for (const follow of follows) {
    if (follow.drivenAt === place) noteRequested(follow, undefined);
  }
}

/** It has requested a value; or, without one, requests the next as at the start. @inline */
export function noteRequested(follow: Follow, asked: Reading): void {
  follow.asked = asked;
}
