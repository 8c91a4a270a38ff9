// Limits that keep an actuator at rest, whoever asks it to leave that: for all kinds
// that can rest, buttons as well.
import type { Milliseconds } from "../../../bytes/milliseconds.ts";
import { newDayStarts } from "../../run/day-starts.ts";
import type { ActuatorDeclaration } from "./declaration.ts";

export interface RestingOptions {
  /** The shortest time in milliseconds that it stays at rest. */
  minimumOff?: Milliseconds;
  /**
   * The answer to a command or a rule that asks it to leave its rest while a minimum time holds it there, its
   * own or that of one in `notWith`. "wait": it is done later. "refuse": it is answered with the state and
   * never done; a rule with `keep` asks again. By default valves, locks and buttons refuse. A command for its
   * rest waits.
   */
  whileHeldBack?: "refuse" | "wait";
  /**
   * It leaves its rest at most so many times within so many milliseconds, `{ times: 3, within: hours(24) }`,
   * or each day, `{ times: 3, each: "day" }`, across restarts too; more is refused.
   */
  atMost?: AtMost;
}

type AtMost = AtMostWithin | AtMostEachDay;

export interface AtMostWithin {
  times: number;
  within: Milliseconds;
  each?: undefined;
}

export interface AtMostEachDay {
  times: number;
  /**
   * From midnight to midnight, by the wall clock: it needs `clock: { zone }`. While the day is not known, the
   * last one goes on.
   */
  each: "day";
}

/** Puts the limits on leaving its rest into a declaration. */
export function withRest<Declared extends ActuatorDeclaration>(
  declaration: Declared,
  options: RestingOptions,
): Declared {
  const { minimumOff, whileHeldBack, atMost } = options;
  if (minimumOff !== undefined) declaration.minimumOff = minimumOff;
  if (whileHeldBack !== undefined) declaration.refuses = whileHeldBack === "refuse";
  if (atMost !== undefined) {
    // Where no firmware has such a day, the compiler leaves this out.
    if (atMost.each !== undefined) limitEachDay(declaration, atMost.times);
    else {
      const { times, within } = atMost;
      const words = times + (times === 1 ? " time" : " times") + " within " + inWords(within);
      declaration.startLimit = {
        times,
        within,
        today: undefined,
        words,
        starts: [],
        keptAt: 0,
        isSpentAtStart: false,
      };
    }
  }
  return declaration;
}

function limitEachDay(declaration: ActuatorDeclaration, times: number): void {
  declaration.startLimit = {
    times,
    within: 0,
    today: newDayStarts(),
    words: times + (times === 1 ? " time" : " times") + " each day",
    starts: [],
    keptAt: 0,
    isSpentAtStart: false,
  };
}

/** Whole seconds, in the largest unit that gives a whole number. */
function inWords(ms: number): string {
  if (ms % 3600000 === 0) return Math.floor(ms / 3600000) + " h";
  return ms % 60000 === 0 ? Math.floor(ms / 60000) + " min" : Math.floor(ms / 1000) + " s";
}
