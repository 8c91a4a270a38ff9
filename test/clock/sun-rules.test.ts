// Rules by the sun: at its events of each day, between them, in white nights and polar ones.
import { getTimes } from "suncalc";
import { afterEach, expect, test } from "vitest";
import { declarationFaults } from "../../src/checks/declaration-faults.ts";
import { dayOf } from "../../src/clock/calendar.ts";
import type { ClockOptions } from "../../src/clock/options.ts";
import { sunEventAround } from "../../src/clock/sun.ts";
import type { Rule } from "../../src/device/run/rules/rule.ts";
import { sunMark } from "../../src/device/run/rules/sun-minutes.ts";
import type { WallClock } from "../../src/device/run/wall-clock.ts";
import { relay } from "../../src/drivers/relay.ts";
import {
  at,
  dawn,
  device,
  dusk,
  hours,
  minutes,
  powerSwitch,
  seconds,
  sunrise,
  sunset,
  valueOnly,
  when,
} from "../../src/index.ts";
import { sunEventAt } from "../../src/platform/node/sun-table.ts";
import { zoneOf } from "../../src/platform/node/zone-of.ts";
import { startTrial, type Trial } from "../../tools/sim/trial/trial.ts";

let trial: Trial;
afterEach(() => trial?.end());

const BERLIN: ClockOptions = { zone: "Europe/Berlin", latitude: 52.52, longitude: 13.41 };
const REYKJAVIK: ClockOptions = { zone: "Atlantic/Reykjavik", latitude: 64.15, longitude: -21.94 };
const TROMSO: ClockOptions = { zone: "Europe/Oslo", latitude: 69.65, longitude: 18.96 };
/** A day ahead of what its longitude says. */
const KIRITIMATI: ClockOptions = { zone: "Pacific/Kiritimati", latitude: 1.87, longitude: -157.43 };

const house = (clock: ClockOptions, rules: readonly Rule[]) =>
  device({
    name: "house",
    clock,
    actuators: [powerSwitch("lamp", relay("lamp")), powerSwitch("night", valueOnly())],
    rules,
  } as never);

/** A device with these rules, at a time in UTC. */
async function started(clock: ClockOptions, start: string, ...rules: Rule[]): Promise<void> {
  trial = await startTrial(house(clock, rules));
  trial.setTime(start);
  trial.pass(seconds(5));
}

const lamp = () => trial.told("lamp").at(-1);

/** The minutes, from now on, after which the lamp becomes another. */
function changes(limit: number): number[] {
  const changes: number[] = [];
  let before = lamp();
  for (let minute = 1; minute <= limit; minute++) {
    trial.pass(minutes(1));
    if (lamp() !== before) changes.push(minute);
    before = lamp();
  }
  return changes;
}

type EventName = "sunrise" | "sunset" | "dawn" | "dusk";

/** The minutes from a time to an event of a day of UTC, by suncalc. */
function until(
  name: EventName,
  day: string,
  { latitude = 0, longitude = 0 }: ClockOptions,
  from: string,
): number {
  const event = getTimes(new Date(`${day}T12:00:00Z`), latitude, longitude)[name];
  if (event === null) throw new Error(`There is no ${name} on ${day}.`);
  return (event.valueOf() - Date.parse(`${from}Z`)) / 60_000;
}

/** Two minutes are allowed to either side. */
function expectNear(minutes: readonly number[], wanted: readonly number[]): void {
  const errors = minutes.map((minute, i) => Math.abs(minute - (wanted[i] ?? Number.NaN)));
  expect([minutes.length, errors.filter((minutes) => !(minutes <= 2))]).toEqual([wanted.length, []]);
}

test.each([
  ["at sunset", at(sunset), 0],
  ["before sunset", at(sunset).minus(minutes(20)), -20],
  ["behind sunset", at(sunset).plus(minutes(20)), 20],
])("a rule acts %s", async (_, moments, shift) => {
  const start = "2026-06-21T19:00:00";
  await started(BERLIN, start, moments.set("lamp", "on"));
  expectNear(changes(90), [until("sunset", "2026-06-21", BERLIN, start) + shift]);
});

test("a sun rule acts once on each of its days", async () => {
  // A Sunday.
  const start = "2026-06-21T12:00:00";
  await started(BERLIN, start, at(sunset).on("mon", "tue").setFor("lamp", "on", minutes(1)));
  const days = ["2026-06-22", "2026-06-23"].map((day) => until("sunset", day, BERLIN, start));
  expectNear(
    changes(4 * 1440),
    days.flatMap((minute) => [minute, minute + 1]),
  );
});

test("a rule keeps its target between two sun events", async () => {
  const start = "2026-06-21T19:00:00";
  await started(BERLIN, start, when("night").is("off").between(sunset, sunrise).keep("lamp", "on"));
  expect(lamp()).toBe("off");
  expectNear(changes(9 * 60), [
    until("sunset", "2026-06-21", BERLIN, start),
    until("sunrise", "2026-06-22", BERLIN, start),
  ]);
});

test("in white nights the sun sets once, on the next date", async () => {
  const start = "2026-06-20T23:30:00";
  await started(REYKJAVIK, start, at(sunset).setFor("lamp", "on", minutes(1)));
  const nights = ["2026-06-20", "2026-06-21"].map((day) => until("sunset", day, REYKJAVIK, start));
  expect(nights.every((minute) => minute % 1440 > 30)).toBe(true);
  expectNear(
    changes(25 * 60),
    nights.flatMap((minute) => [minute, minute + 1]),
  );
});

test("a rule acts at the later of two sunsets on a date", async () => {
  // In UTC, as the clocks there: the last sunset behind midnight, and the next one before it.
  const sunsets = Array.from({ length: 40 }, (_, i) =>
    sunEventAround((dayOf(2026, 6, 10) + i) * 1440 + 720, sunEventAt("sunset", 64.15, -21.94)),
  );
  const dateOf = (minute = 0) => Math.floor(minute / 1440);
  const second = sunsets.findIndex((minute, i) => i > 0 && dateOf(minute) === dateOf(sunsets[i - 1]));
  const [first = 0, later = 0] = [sunsets[second - 1], sunsets[second]];
  const start = (first - 30) * 60_000;
  await started(
    REYKJAVIK,
    new Date(start).toISOString().slice(0, 19),
    at(sunset).setFor("lamp", "on", minutes(1)),
  );
  expectNear(changes(26 * 60), [later - first + 30, later - first + 31]);
});

test.each([
  ["polar day", "2026-06-21T12:00:00", "off"],
  ["polar night", "2026-12-21T23:30:00", "on"],
])("in %s without a sunset, a night rule holds never or always", async (_, start, expected) => {
  const keeps = when("night").is("off").between(sunset, sunrise).keep("lamp", "on");
  await started(TROMSO, start, keeps, at(sunset).set("night", "on"));
  trial.pass(hours(30));
  expect([lamp(), trial.told("night").at(-1)]).toEqual([expected, "off"]);
});

test("a sun event belongs to its zone's date", async () => {
  // A Monday there, and Sunday in UTC.
  const start = "2026-11-29T16:00:00";
  await started(KIRITIMATI, start, at(sunrise).on("mon").set("lamp", "on"));
  expectNear(changes(60), [until("sunrise", "2026-11-29", KIRITIMATI, start)]);
});

test("twilight begins before sunrise and ends after sunset", async () => {
  const start = "2026-03-20T00:00:00";
  await started(BERLIN, start, at(dawn).set("lamp", "on"), at(dusk).set("lamp", "off"));
  expectNear(changes(20 * 60), [
    until("dawn", "2026-03-20", BERLIN, start),
    until("dusk", "2026-03-20", BERLIN, start),
  ]);
});

test("the sun's table is read once a minute, however many rules", () => {
  let looks = 0;
  const table = sunEventAt("sunset", 52.52, 13.41);
  const event = {
    ahead: table.ahead,
    get points() {
      looks += 1;
      return table.points;
    },
  };
  const time: WallClock = {
    sun: [event, event, event, event],
    site: undefined,
    zone: zoneOf("Europe/Berlin", 2026),
    local: { day: 20_625, minute: 720 },
    ahead: 120,
    dayLeft: 0,
  };
  const rule = at(sunset).minus(minutes(20)).set("lamp", "on");
  device({ name: "house", clock: BERLIN, actuators: [powerSwitch("lamp", relay("lamp"))], rules: [rule] });
  const first = sunMark(time, rule);
  const once = looks;
  for (let turn = 0; turn < 100; turn += 1) expect(sunMark(time, rule)).toBe(first);
  expect([once > 0, looks]).toEqual([true, once]);
  time.local = { day: 20_626, minute: 0 };
  expect(Math.abs(sunMark(time, rule) - first)).toBeLessThan(3);
  expect(looks).toBeGreaterThan(once);
});

const faultsOf = (clock: unknown, ...rules: Rule[]) =>
  declarationFaults(house(clock as ClockOptions, rules)).map(({ sentence }) => sentence);
const ZONE = { zone: "Europe/Berlin" };

test.each<[string, unknown, Rule, string]>([
  [
    "no place",
    ZONE,
    at(sunset).set("lamp", "on"),
    "The rule at sunset goes by the sun, and the device does not",
  ],
  [
    "no place for a span",
    ZONE,
    when("night").is("on").between("22:00", sunrise).keep("lamp", "on"),
    'The rule on "night" goes by the sun',
  ],
  ["half a minute", BERLIN, at(dusk).plus(seconds(30)).set("lamp", "on"), "is 0.5 minutes from that"],
  ["13 hours", BERLIN, at(dawn).minus(hours(13)).set("lamp", "on"), "is -780 minutes from that"],
  [
    "no span",
    BERLIN,
    when("night").is("on").between(sunset, sunset).keep("lamp", "on"),
    "which is no time at all",
  ],
  [
    "no longitude",
    { ...ZONE, latitude: 5 },
    at("06:30").set("lamp", "on"),
    "The clock has no longitude; give both",
  ],
  [
    "a latitude beyond the pole",
    { ...BERLIN, latitude: 91 },
    at("06:30").set("lamp", "on"),
    "The clock has the latitude 91; it is degrees from -90 to 90",
  ],
  [
    "a latitude that is no number",
    { ...BERLIN, latitude: Number.NaN },
    at("06:30").set("lamp", "on"),
    "The clock has the latitude NaN",
  ],
])("a sun rule with %s is refused", (_, clock, rule, sentence) => {
  expect(faultsOf(clock, rule).join("\n")).toContain(sentence);
});
