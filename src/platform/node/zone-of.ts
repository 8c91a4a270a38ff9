// A time zone by its name, from what this computer knows of it (Intl): a rule where one says all changes of
// the coming years, else the changes themselves. On a computer only.
import { calendarDay, dayOf } from "../../clock/calendar.ts";
import type { ClockOptions } from "../../clock/options.ts";
import { weekdayOf, type YearRule, type Zone } from "../../clock/zone.ts";

/** Years that are looked at, from that of the build on. */
export const YEARS = 10;
const DAY_MINUTES = 1440;
const MINUTE_MS = 60_000;
/**
 * POSIX counts a change from the day before or behind where the calendar's law says "the day after the last
 * Thursday".
 */
const SHIFTS = [0, -1, 1] as const;
const WEEKS = [1, 2, 3, 4, 5] as const;

interface Change {
  /** Minutes since 1970. */
  at: number;
  before: number;
  after: number;
}

/** The zones that a device has, that of its place first. */
export function zoneNames({ zone, zones = [] }: ClockOptions): readonly string[] {
  return zone === undefined ? [] : [zone, ...zones.filter((name) => name !== zone)];
}

/** Zones of these names, which this computer knows, as one text (clock/named-zones.ts). */
export function zonesText(names: readonly string[], firstYear: number): string {
  return names.map((name) => lineOf(name, firstYear)).join("");
}

const lines = new Map<string, string>();

/** Made once in a process: years of changes are looked for, and thousands of devices may have the zone. */
function lineOf(name: string, firstYear: number): string {
  const key = `${firstYear} ${name}`;
  const known = lines.get(key);
  if (known !== undefined) return known;
  const zone = zoneOf(name, firstYear);
  if (zone === undefined) throw new Error(`This computer knows no time zone ${name}.`);
  const { standard, summer, begins, ends, changes } = zone;
  const numbers = [standard, summer, ...numbersOf(begins), ...numbersOf(ends), ...changes];
  const line = `${name} ${numbers.join(" ")}\n`;
  lines.set(key, line);
  return line;
}

function numbersOf(rule: YearRule | undefined): number[] {
  return rule === undefined ? [0, 0, 0, 0] : [rule.month, rule.week, rule.weekday, rule.minute];
}

/** `undefined`: this computer knows no zone of this name. */
export function zoneOf(name: string, firstYear: number): Zone | undefined {
  const ahead = aheadIn(name);
  if (ahead === undefined) return undefined;
  const start = dayOf(firstYear, 1, 1) * DAY_MINUTES;
  const changes = changesFrom(start, dayOf(firstYear + YEARS, 1, 1) * DAY_MINUTES, ahead);
  const fixed = {
    standard: ahead(start),
    summer: ahead(start),
    begins: undefined,
    ends: undefined,
    changes: [],
  };
  if (changes.length === 0) return fixed;
  return ruledZone(changes) ?? { ...fixed, changes: changes.flatMap(({ at, after }) => [at, after]) };
}

/** How many minutes local time is ahead at a minute since 1970. */
export function aheadIn(name: string): ((minute: number) => number) | undefined {
  try {
    const format = new Intl.DateTimeFormat("en-US", { timeZone: name, timeZoneName: "longOffset" });
    return (minute) => {
      const parts = format.formatToParts(minute * MINUTE_MS);
      const text = parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
      const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(text) ?? [];
      const size = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
      return sign === "-" ? -size : size;
    };
  } catch {
    return undefined;
  }
}

function changesFrom(start: number, end: number, ahead: (minute: number) => number): Change[] {
  const changes: Change[] = [];
  for (let day = start; day < end; day += DAY_MINUTES) {
    const [before, after] = [ahead(day), ahead(day + DAY_MINUTES)];
    if (before === after) continue;
    let [early, late] = [day, day + DAY_MINUTES];
    while (late - early > 1) {
      const middle = Math.floor((early + late) / 2);
      if (ahead(middle) === before) early = middle;
      else late = middle;
    }
    changes.push({ at: late, before, after });
  }
  return changes;
}

/** `undefined` where the years differ by more than a rule says. */
function ruledZone(changes: readonly Change[]): Zone | undefined {
  const begin = changes.filter(({ before, after }) => after > before);
  const end = changes.filter(({ before, after }) => after < before);
  const [begins, ends] = [ruleOf(begin), ruleOf(end)];
  const [summer, standard] = [begin[0]?.after, end[0]?.after];
  const isSame =
    begin.every(({ before, after }) => before === standard && after === summer) &&
    end.every(({ before, after }) => before === summer && after === standard);
  if (begins === undefined || ends === undefined || summer === undefined || standard === undefined || !isSame)
    return undefined;
  return { standard, summer, begins, ends, changes: [] };
}

/** The rule of changes, one in each year. */
function ruleOf(changes: readonly Change[]): YearRule | undefined {
  if (changes.length !== YEARS) return undefined;
  for (const shift of SHIFTS) {
    const rules = changes.map((change) => rulesOf(change, shift));
    const common = rules[0]?.find((rule) =>
      rules.every((others) => others.some((other) => isSameRule(rule, other))),
    );
    if (common !== undefined) return common;
  }
  return undefined;
}

/** The rules that a change alone follows: of the second Sunday, which may be the last one too. */
function rulesOf({ at, before }: Change, shift: number): YearRule[] {
  const day = Math.floor((at + before) / DAY_MINUTES) + shift;
  const { year, month, date } = calendarDay(day);
  const length = (month === 12 ? dayOf(year + 1, 1, 1) : dayOf(year, month + 1, 1)) - dayOf(year, month, 1);
  return WEEKS.filter((week) => (week === 5 ? date + 7 > length : Math.ceil(date / 7) === week)).map(
    (week) => ({
      month,
      week,
      weekday: weekdayOf(day),
      minute: at - day * DAY_MINUTES,
    }),
  );
}

function isSameRule(first: YearRule, second: YearRule): boolean {
  return (
    first.month === second.month &&
    first.week === second.week &&
    first.weekday === second.weekday &&
    first.minute === second.minute
  );
}
