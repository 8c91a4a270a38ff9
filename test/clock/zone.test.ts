// Local time beside that of Intl, minute by minute around each change, for ten years; and what follows by the rule.
import { expect, test } from "vitest";
import { localTime, offsetAt, type Zone } from "../../src/clock/zone.ts";
import { aheadIn, zoneOf } from "../../src/platform/node/zone-of.ts";
import { EVERYTHING } from "../everything.ts";

const [YEAR, YEARS] = [2026, 10] as const;
const MINUTES_A_DAY = 1440;
const minuteOf = (year: number) => Date.UTC(year, 0, 1) / 60_000;

/**
 * Europe; America; half an hour of summer in the south; a rule of another weekday; no summer time; a table,
 * for Ramadan.
 */
const GATE = [
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "America/Santiago",
  "America/Nuuk",
  "Asia/Kathmandu",
  "Africa/Casablanca",
];
const NAMES = EVERYTHING ? Intl.supportedValuesOf("timeZone") : GATE;

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("This computer does not know the zone.");
  return value;
}

/** The minutes at which `offsets` of a day's step differ, with two hours around each. */
function interesting(ahead: (minute: number) => number, from: number, to: number): number[] {
  const minutes: number[] = [];
  for (let at = from; at < to; at += MINUTES_A_DAY) {
    minutes.push(at);
    if (ahead(at) === ahead(at + MINUTES_A_DAY)) continue;
    let [early, late] = [at, at + MINUTES_A_DAY];
    while (late - early > 1) {
      const middle = (early + late) >> 1;
      if (ahead(middle) === ahead(at)) early = middle;
      else late = middle;
    }
    for (let near = late - 125; near <= late + 125; near += 1) minutes.push(near);
  }
  return minutes;
}

test.each(NAMES)("local time of %s equals Intl's for ten years", (name) => {
  const zone = known(zoneOf(name, YEAR));
  const ahead = known(aheadIn(name));
  const wrong = interesting(ahead, minuteOf(YEAR), minuteOf(YEAR + YEARS)).filter(
    (minute) => offsetAt(zone, minute) !== ahead(minute),
  );
  expect(wrong.map((minute) => new Date(minute * 60_000).toISOString())).toEqual([]);
});

test.each(GATE.slice(0, 6))("after these years %s continues by its rule", (name) => {
  const zone = known(zoneOf(name, YEAR));
  const ahead = known(aheadIn(name));
  expect(zone.changes).toEqual([]);
  for (let minute = minuteOf(2036); minute < minuteOf(2037); minute += 240)
    expect([minute, offsetAt(zone, minute)]).toEqual([minute, ahead(minute)]);
});

test("Berlin has a rule of four numbers, and Casablanca a table", () => {
  expect(zoneOf("Europe/Berlin", YEAR)).toEqual({
    standard: 60,
    summer: 120,
    begins: { month: 3, week: 5, weekday: 0, minute: 60 },
    ends: { month: 10, week: 5, weekday: 0, minute: 60 },
    changes: [],
  });
  expect(zoneOf("Africa/Casablanca", YEAR)?.changes.length).toBeGreaterThan(30);
  expect(zoneOf("Europe/Berlim", YEAR)).toBeUndefined();
});

test("local time skips an hour in spring and repeats one in autumn", () => {
  const zone: Zone = known(zoneOf("Europe/Berlin", YEAR));
  const shown = (text: string) => {
    const at = Date.parse(text);
    const { day, minute } = localTime(zone, { day: Math.floor(at / 86_400_000), ms: at % 86_400_000 });
    return new Date(day * 86_400_000 + minute * 60_000).toISOString().slice(0, 16);
  };
  expect(["2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z"].map(shown)).toEqual([
    "2026-03-29T01:59",
    "2026-03-29T03:00",
  ]);
  expect(["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"].map(shown)).toEqual([
    "2026-10-25T02:30",
    "2026-10-25T02:30",
  ]);
  expect(shown("2026-12-31T23:30:00Z")).toBe("2027-01-01T00:30");
});
