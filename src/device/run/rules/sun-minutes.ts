// Minutes of today, on the wall clock, at which the sun's events fall. They are computed once a
// minute, and kept with the rule.
import { type SunEvent, sunEventAround, UP } from "../../../clock/sun.ts";
import { sunEventAnywhere } from "../../../clock/sun-anywhere.ts";
import { offsetAt, type Zone } from "../../../clock/zone.ts";
import { PLACE_SETTING } from "../../../features.ts";
import type { WallClock } from "../wall-clock.ts";
import { FIRST_SUN, type Rule } from "./rule.ts";

const DAY_MINUTES = 1440;
const NOON = 720;
/** The end of today: no minute of it. */
const NEVER = 1440;

/** The minute of today of a rule that acts by the sun; `NEVER` on a day without. */
export function sunMark(time: WallClock, rule: Rule): number {
  lookAtSun(time, rule);
  return rule.sunMark;
}

/** The minute of today at which a rule's span begins by the sun. */
export function spanFrom(time: WallClock, rule: Rule): number {
  lookAtSun(time, rule);
  return rule.sunFrom;
}

/** The same, at which it ends. */
export function spanTo(time: WallClock, rule: Rule): number {
  lookAtSun(time, rule);
  return rule.sunTo;
}

/** With each of its minutes the clock on the wall has another record. */
function lookAtSun(time: WallClock, rule: Rule): void {
  if (rule.sunSeen === time.local) return;
  rule.sunSeen = time.local;
  if (rule.mark <= FIRST_SUN) rule.sunMark = sunMinute(time, FIRST_SUN - rule.mark, rule.shift);
  if (rule.fromMinute <= FIRST_SUN) rule.sunFrom = sunEdge(time, FIRST_SUN - rule.fromMinute);
  if (rule.toMinute <= FIRST_SUN) rule.sunTo = sunEdge(time, FIRST_SUN - rule.toMinute);
}

/** The minute of today at which the event comes, or so many minutes from it; `NEVER` on a day without. */
function sunMinute(time: WallClock, place: number, shift: number): number {
  const noon = noonOf(time);
  // In white nights the sun sets after midnight: what comes today may be the event of yesterday.
  for (let i = 0; i < 3; i++) {
    const minute = onWall(time, place, noon + (i < 2 ? i : -1) * DAY_MINUTES, shift);
    if (minute >= 0 && minute < DAY_MINUTES) return minute;
  }
  return NEVER;
}

/**
 * The same as the edge of a span: a day without begins, or ends, as if the event had been before it, or came
 * after it.
 */
function sunEdge(time: WallClock, place: number): number {
  const none = eventAround(time, place, noonOf(time));
  const isMorning = place === 0 || place === 2;
  if (none < 0) return (none === UP) === isMorning ? 0 : NEVER;
  return Math.max(0, Math.min(NEVER, onWall(time, place, noonOf(time), 0)));
}

/** In UTC. */
function noonOf({ local, ahead }: WallClock): number {
  return local === undefined ? 0 : local.day * DAY_MINUTES + NOON - ahead;
}

/** In UTC, as `sunEventAround` has it. @inline */
function eventAround(time: WallClock, place: number, noon: number): number {
  return PLACE_SETTING && time.site !== undefined
    ? sunEventAnywhere(noon, time.site, place)
    : sunEventAround(noon, sunEvent(time, place));
}

function sunEvent({ sun }: WallClock, place: number): SunEvent {
  return (sun as readonly SunEvent[])[place] as SunEvent;
}

/** Minutes since the beginning of today; `-1`: there is none. */
function onWall(time: WallClock, place: number, noon: number, shift: number): number {
  const { local, zone } = time;
  const minute = eventAround(time, place, noon);
  if (minute < 0 || local === undefined) return -1;
  const at = minute + shift;
  return at + offsetAt(zone as Zone, at) - local.day * DAY_MINUTES;
}
