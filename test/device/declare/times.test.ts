// Times of a device say their unit. `npm run check:types` sees to what TypeScript refuses here: it takes a
// line that is right, and was expected not to be, for a mistake.
import { expect, test } from "vitest";
import { relay } from "../../../src/drivers/relay.ts";
import { sht3x } from "../../../src/drivers/sht3x.ts";
import { heartbeat } from "../../../src/filters.ts";
import {
  button,
  days,
  device,
  hours,
  minutes,
  powerSwitch,
  seconds,
  sensor,
  when,
} from "../../../src/index.ts";

test("seconds, minutes, hours and days convert to milliseconds", () => {
  expect([seconds(30), minutes(2), seconds(0.2)]).toEqual([30_000, 120_000, 200]);
  expect([hours(1), hours(0.5), days(1)]).toEqual([minutes(60), minutes(30), hours(24)]);
  const limit: number = minutes(1);
  expect(powerSwitch("heater", relay("heater"), { minimumOn: minutes(1) }).minimumOn).toBe(limit);
});

test("a bare number is refused as a time", () => {
  // @ts-expect-error: two minutes were meant, and two milliseconds said.
  powerSwitch("heater", relay("heater"), { minimumOn: 2 });
  // @ts-expect-error: it is a time as well when it stands further in.
  powerSwitch("heater", relay("heater"), { whenOffline: { after: 600, state: "off" } });
  // @ts-expect-error: a button's part.
  button("dose", relay("pump"), { minimumOff: 4 });
  // @ts-expect-error: a window.
  button("dose", relay("pump"), { atMost: { times: 3, within: 24 } });
  // @ts-expect-error: how often a sensor is sampled.
  sensor("temperature", sht3x("air").temperature, { every: 30 });
  // @ts-expect-error: a filter's time.
  heartbeat(60);
  // @ts-expect-error: a rule's time.
  when("temperature").below(6).for(30);
  // @ts-expect-error: the keep-alive.
  device({ name: "room", status: { keepAlive: 60 } });
  // @ts-expect-error: a sum of times and numbers is a number.
  heartbeat(minutes(1) + 5);
});
