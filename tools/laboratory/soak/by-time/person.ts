// A person's answer to when each rule of the house acts: from a calendar and the sun, by Node's Intl and
// suncalc, and from nothing of the device. Times are milliseconds since 1970.
import { getTimes } from "suncalc";
import type { HousePlace } from "./house.ts";

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000] as const;

/** What a clock on the wall shows: the date as its midnight in UTC, and minutes. */
interface Wall {
  date: number;
  minute: number;
}

/** Time that people set, from a moment on. */
export interface Setting {
  at: number;
  time: string;
}

/** One act that a rule owes. */
export interface Mark {
  role: string;
  at: number;
  /**
   * When the wall shows it again, in the hour that comes twice: then it acts where the device was off before.
   */
  again: number | undefined;
  /** The local date that it is one of. */
  date: number;
  /** Is it made up for where it was missed? */
  isMadeUpFor: boolean;
  /** By how much the sun may be wrong. */
  slack: number;
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

export function wallAt(zone: string, at: number): Wall {
  const format =
    FORMATS.get(zone) ??
    new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      ...{ year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" },
    });
  FORMATS.set(zone, format);
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = parts;
  return { date: Date.UTC(year, month - 1, day), minute: hour * 60 + minute };
}

/** By how many milliseconds its wall is ahead of UTC. */
function aheadAt(zone: string, at: number): number {
  const { date, minute } = wallAt(zone, at);
  return date + minute * MINUTE - Math.floor(at / MINUTE) * MINUTE;
}

/**
 * The moment of a time of a date there: the first one where it comes twice; where it does not come, that in
 * which the clock skips it.
 */
function momentOf(zone: string, date: number, minute: number): number {
  const wanted = date + minute * MINUTE;
  const isShown = (at: number) => at + aheadAt(zone, at) === wanted;
  const tries = [wanted - DAY, wanted + DAY].map((near) => wanted - aheadAt(zone, near));
  const [first = 0, second = 0] = tries.sort((a, b) => a - b);
  if (isShown(first)) return first;
  if (isShown(second)) return second;
  let at = first;
  while (at + aheadAt(zone, at) < wanted) at += MINUTE;
  return at;
}

/** When the wall there shows the same minute of the same date once more. */
function comesAgainAt(zone: string, at: number): number | undefined {
  const again = at + aheadAt(zone, at) - aheadAt(zone, at + 4 * HOUR);
  return again > at && aheadAt(zone, again) < aheadAt(zone, at) ? again : undefined;
}

/** The dates of a year on which the clock there is changed. */
export function personChanges(zone: string, year: number): number[] {
  const changes: number[] = [];
  for (let date = Date.UTC(year, 0, 1); date < Date.UTC(year + 1, 0, 1); date += DAY) {
    const at = momentOf(zone, date, 0);
    if (aheadAt(zone, at) !== aheadAt(zone, at + DAY)) changes.push(date);
  }
  return changes;
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** 0 is Sunday. */
const weekdayOf = (date: number) => new Date(date).getUTCDay();
const isWeekday = (date: number) => weekdayOf(date) >= 1 && weekdayOf(date) <= 5;

/** The sun's event of a local date, where the sun neither rises nor sets around midnight. */
function sunMoment({ latitude, longitude }: HousePlace, date: number, name: "sunrise" | "sunset"): number {
  const noon = date + 12 * HOUR - (longitude / 360) * DAY;
  const event = getTimes(new Date(noon), latitude, longitude)[name];
  if (event === null) throw new Error(`There is no ${name} at ${latitude} degrees.`);
  return event.valueOf();
}

const SUN_SLACK = 165_000;

/** What all rules owe from one moment to another, in order of time. */
export function marksOf(place: HousePlace, settings: readonly Setting[], from: number, to: number): Mark[] {
  const { zone } = place;
  const marks: Mark[] = [];
  for (let { date } = wallAt(zone, from); date <= to + DAY; date += DAY) {
    const add = (role: string, at: number, isMadeUpFor = false, slack = 0) =>
      void marks.push({
        role,
        at,
        again: slack === 0 ? comesAgainAt(zone, at) : undefined,
        date,
        isMadeUpFor,
        slack,
      });
    if (isWeekday(date)) add("weekday", momentOf(zone, date, minuteOf("06:30")));
    add("early", momentOf(zone, date, minuteOf("02:30")), true);
    settings.forEach(({ at, time }, i) => {
      const until = settings[i + 1]?.at ?? Number.POSITIVE_INFINITY;
      if (at > date + 2 * DAY || until < date - DAY) return;
      const mark = momentOf(zone, date, minuteOf(time));
      if (mark > at && mark < until) add("woken", mark);
    });
    add("dusk", sunMoment(place, date, "sunset") - 20 * MINUTE, false, SUN_SLACK);
    if (!isWeekday(date)) add("dawn", sunMoment(place, date, "sunrise"), true, SUN_SLACK);
  }
  return marks.filter(({ at }) => at > from && at < to).sort((a, b) => a.at - b.at);
}

/** Begins and ends of the night that the rule "dark" keeps, from sunset to six, and of the dates. */
export function edgesOf(place: HousePlace, from: number, to: number): number[] {
  const edges: number[] = [];
  for (let { date } = wallAt(place.zone, from); date <= to + DAY; date += DAY)
    edges.push(
      momentOf(place.zone, date, 0),
      momentOf(place.zone, date, minuteOf("06:00")),
      sunMoment(place, date, "sunset"),
    );
  return edges.sort((a, b) => a - b);
}

/** Is it between sunset and six there? */
export function isDark(place: HousePlace, at: number): boolean {
  const { date, minute } = wallAt(place.zone, at);
  return minute < minuteOf("06:00") || at >= sunMoment(place, date, "sunset");
}
