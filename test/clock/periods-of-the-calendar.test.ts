// Periods of the calendar beside Intl: which hour, day, week and month it is at a place, around each change
// of its clock and of a year.
import { expect, test } from "vitest";
import { type Period, periodOf } from "../../src/clock/periods.ts";
import { localTime, offsetAt, type Zone } from "../../src/clock/zone.ts";
import { zoneOf } from "../../src/platform/node/zone-of.ts";

const MINUTE_MS = 60_000;
const ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Asia/Beirut", "America/Havana"];

function known(name: string): Zone {
  const zone = zoneOf(name, 2026);
  if (zone === undefined) throw new Error("This computer does not know the zone.");
  return zone;
}

const numberAt = (zone: Zone, each: Period, minute: number) => {
  const moment = { day: Math.floor(minute / 1440), ms: (minute % 1440) * MINUTE_MS };
  return periodOf(each, localTime(zone, moment), offsetAt(zone, minute));
};

/** What a calendar says: a text that is another one in each period. */
function calendarOf(name: string) {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: name,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    weekday: "short",
    timeZoneName: "longOffset",
  });
  return (minute: number): Record<Period, string> => {
    const parts = Object.fromEntries(
      format.formatToParts(minute * MINUTE_MS).map(({ type, value }) => [type, value]),
    );
    const { year, month, day, hour, weekday, timeZoneName } = parts;
    const sinceMonday = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(weekday ?? "");
    const monday = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day) - sinceMonday));
    return {
      hour: `${year}-${month}-${day} ${hour} ${timeZoneName}`,
      day: `${year}-${month}-${day}`,
      week: monday.toISOString().slice(0, 10),
      month: `${year}-${month}`,
    };
  };
}

test.each(ZONES)("each period of a year in %s begins as in Intl", (name) => {
  const zone = known(name);
  const calendar = calendarOf(name);
  const begin = Date.UTC(2026, 0, 1) / MINUTE_MS;
  let before = calendar(begin);
  const numbers = { hour: 0, day: 0, week: 0, month: 0 };
  const periods = Object.keys(numbers) as Period[];
  for (const each of periods) numbers[each] = numberAt(zone, each, begin);
  const wrong: string[] = [];
  for (let minute = begin; minute < begin + 366 * 1440; minute += 30) {
    const now = calendar(minute);
    for (const each of periods) {
      const is = numberAt(zone, each, minute);
      const wanted = numbers[each] + (now[each] === before[each] ? 0 : 1);
      if (is !== wanted) wrong.push(`${each} ${now[each]}: ${is}, not ${wanted}`);
      numbers[each] = is;
    }
    before = now;
  }
  expect(wrong).toEqual([]);
});

test("with half-hour summer time, no hour's number is skipped or repeated", () => {
  const zone = known("Australia/Lord_Howe");
  const [begin, end] = [Date.UTC(2026, 0, 1) / MINUTE_MS, Date.UTC(2027, 0, 1) / MINUTE_MS];
  let most = numberAt(zone, "hour", begin);
  const steps = new Set<number>();
  for (let minute = begin; minute < end; minute += 10) {
    const is = numberAt(zone, "hour", minute);
    steps.add(is - most);
    most = Math.max(most, is);
  }
  expect([...steps].sort()).toEqual([0, 1]);
});
