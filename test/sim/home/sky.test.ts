import { expect, test } from "vitest";
import { createSky, sunHeight } from "../../../tools/sim/home/sky.ts";
import { DAY_MS, HOUR_MS, timeOfDay } from "../../../tools/sim/home/time.ts";

test("the sun peaks at noon by latitude and sets before 16:30", () => {
  expect(sunHeight(timeOfDay(12))).toBeCloseTo(90 - 50 - 20.1, 6);
  expect(sunHeight(timeOfDay(0))).toBeLessThan(-55);
  expect(sunHeight(timeOfDay(16))).toBeGreaterThan(0);
  expect(sunHeight(timeOfDay(16, 30))).toBeLessThan(0);
});

test("light falls smoothly from day to night, never below zero", () => {
  const { lux } = createSky(1);
  let before = lux(timeOfDay(15));
  for (let ms = timeOfDay(15); ms <= timeOfDay(18); ms += 60_000) {
    const now = lux(ms);
    expect(now).toBeGreaterThanOrEqual(0);
    expect(Math.abs(now - before)).toBeLessThan(Math.max(0.5, before / 2));
    before = now;
  }
  expect(lux(timeOfDay(12))).toBeGreaterThan(5000);
  expect(before).toBeLessThan(0.5);
});

test("clouds cover a share of the sky and dim the light", () => {
  const { clouds, lux } = createSky(5);
  const hours = Array.from({ length: 24 * 14 }, (_, hour) => hour * HOUR_MS);
  for (const ms of hours) {
    expect(clouds(ms)).toBeGreaterThanOrEqual(0);
    expect(clouds(ms)).toBeLessThanOrEqual(1);
  }
  const noons = Array.from({ length: 60 }, (_, day) => day * DAY_MS + timeOfDay(12));
  const light = noons.map(lux);
  expect(Math.max(...light)).toBeGreaterThan(2 * Math.min(...light));
});

test("nights are colder than days, and no hour is out of season", () => {
  const { air } = createSky(2);
  let nights = 0;
  let days = 0;
  for (let day = 0; day < 30; day += 1) {
    nights += air(day * DAY_MS + timeOfDay(3)).celsius;
    days += air(day * DAY_MS + timeOfDay(15)).celsius;
    for (let hour = 0; hour < 24; hour += 1) {
      const { celsius, humidity } = air(day * DAY_MS + hour * HOUR_MS);
      expect(celsius).toBeGreaterThan(-4);
      expect(celsius).toBeLessThan(14);
      expect(humidity).toBeLessThanOrEqual(95);
    }
  }
  expect(nights / 30).toBeLessThan(days / 30 - 3);
});

test("a seed's weather is the same in any order; another seed differs", () => {
  const [sky, same, other] = [createSky(9), createSky(9), createSky(10)];
  const later = sky.air(5 * DAY_MS);
  expect(sky.air(0)).toEqual(same.air(0));
  expect(same.air(5 * DAY_MS)).toEqual(later);
  expect(other.air(0)).not.toEqual(sky.air(0));
});
