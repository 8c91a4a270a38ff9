// The wall clock of a device: its zone is that of its declaration.
import { expect, test } from "vitest";
import { zonesIn } from "../../src/clock/named-zones.ts";
import { at, powerSwitch, sunset, valueOnly } from "../../src/index.ts";
import { zoneNames, zoneOf, zonesText } from "../../src/platform/node/zone-of.ts";
import { type ClockScene, right, startClock } from "./clock-in-world.ts";

const [SECOND, MINUTE] = [1000, 60_000] as const;

const inZone = (zone: string | undefined, start: string, scene: ClockScene = {}) =>
  startClock({
    epoch: Date.parse(start),
    declaration: { clock: { servers: ["a.test"], ...(zone === undefined ? {} : { zone }) } },
    servers: { "a.test": right },
    ...scene,
  });

/** "2026-03-29 03:00" of days since 1970 and minutes of the day. */
function shown(local: { day: number; minute: number } | undefined): string | undefined {
  return local && new Date((local.day * 1440 + local.minute) * MINUTE).toISOString().slice(0, 16);
}

test.each([
  ["Europe/Berlin", "2026-03-29T00:59:30Z", "2026-03-29T01:59", "2026-03-29T03:00"],
  ["Europe/Berlin", "2026-10-25T00:59:30Z", "2026-10-25T02:59", "2026-10-25T02:00"],
  ["Australia/Lord_Howe", "2026-04-04T14:59:30Z", "2026-04-05T01:59", "2026-04-05T01:30"],
  ["Asia/Kathmandu", "2026-06-01T18:14:30Z", "2026-06-01T23:59", "2026-06-02T00:00"],
  ["America/New_York", "2026-11-01T05:59:30Z", "2026-11-01T01:59", "2026-11-01T01:00"],
  ["Africa/Casablanca", "2027-02-07T01:59:30Z", "2027-02-07T02:59", "2027-02-07T02:00"],
])("a device of %s knows the minute that begins after %s", (zone, start, before, after) => {
  const scene = inZone(zone, start);
  scene.pass(10 * SECOND);
  expect(shown(scene.time().local)).toBe(before);
  scene.pass(19 * SECOND);
  expect(shown(scene.time().local)).toBe(before);
  scene.pass(SECOND + 50);
  expect(shown(scene.time().local)).toBe(after);
});

test("local time is unknown until the time is known", () => {
  const scene = inZone("Europe/Berlin", "2026-06-01T12:00:00Z");
  scene.datagrams.fault = "lost";
  scene.pass(MINUTE);
  expect(scene.time().local).toBeUndefined();
});

test("a device without a zone shows no local time", () => {
  const scene = inZone(undefined, "2026-06-01T12:00:00Z");
  scene.pass(MINUTE);
  expect(scene.time().zone).toBeUndefined();
  expect(scene.time().local).toBeUndefined();
});

test("zones are read from their text as written", () => {
  const names = ["Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Africa/Casablanca", "America/Nuuk"];
  expect(zonesIn(zonesText(names, 2026))).toEqual(names.map((name) => ({ name, zone: zoneOf(name, 2026) })));
  expect(zonesIn("")).toEqual([]);
  expect(zoneNames({ zone: "a", zones: ["b", "a"] })).toEqual(["a", "b"]);
});

test.each([
  ["no place", undefined, 2132],
  ["Lisbon", "38.72,-9.14", 2205],
  ["what is none", "north", 2132],
])("with the setting %s, sun rules follow that place", (_, place, expected) => {
  const scene = startClock({
    epoch: Date.parse("2026-06-21T19:00:00Z"),
    declaration: {
      clock: { servers: ["a.test"], zone: "Europe/Berlin", latitude: 52.52, longitude: 13.41, movable: true },
      actuators: [powerSwitch("lamp", valueOnly())],
      rules: [at(sunset).set("lamp", "on")],
    } as never,
    servers: { "a.test": right },
    settings: place === undefined ? {} : { place },
  });
  const lit = () => scene.said().includes("lamp=on");
  for (let minute = 1; minute < 240 && !lit(); minute += 1) scene.pass(MINUTE);
  const { minute = 0 } = scene.time().local ?? {};
  expect(Math.abs(minute - Math.floor(expected / 100) * 60 - (expected % 100))).toBeLessThanOrEqual(3);
});

test.each([
  [undefined, "2026-06-01T14:00", "none"],
  ["Europe/Lisbon", "2026-06-01T13:00", "none"],
  ["Europe/Berlin", "2026-06-01T14:00", "none"],
  ["Europe/Rome", "2026-06-01T14:00", "the zone of the settings is none of this image"],
])("the zone setting %s gives the time %s and the problem %s", (zone, local, problem) => {
  const scene = startClock({
    epoch: Date.parse("2026-06-01T12:00:00Z"),
    declaration: {
      clock: { servers: ["a.test"], zone: "Europe/Berlin", zones: ["Europe/Lisbon", "America/New_York"] },
    },
    servers: { "a.test": right },
    settings: zone === undefined ? {} : { zone },
  });
  scene.pass(30 * SECOND);
  expect(shown(scene.time().local)).toBe(local);
  expect(scene.problem()).toBe(problem);
});
