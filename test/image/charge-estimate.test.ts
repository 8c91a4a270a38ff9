// The build says what a sleeper takes of its battery, low and high, and what no source has.
import { expect, test } from "vitest";
import d1Mini from "../../boards/d1-mini-espruino.ts";
import d1MiniNodeMcu from "../../boards/d1-mini-nodemcu.ts";
import c3 from "../../boards/esp32-c3-espruino.ts";
import esp32 from "../../boards/esp32-espruino.ts";
import s3 from "../../boards/esp32-s3-espruino.ts";
import type { Milliseconds } from "../../src/bytes/milliseconds.ts";
import { device, hours, minutes, seconds } from "../../src/index.ts";
import { chargeEstimate, chargeNote } from "../../tools/image/power/charge-estimate.ts";

const waking = (every: Milliseconds, more: object = {}) => device({ name: "bed", sleep: { every }, ...more });

function dayOf(...asked: Parameters<typeof chargeEstimate>) {
  const { mAhADay } = chargeEstimate(...asked) ?? expect.fail("nothing is estimated");
  return mAhADay;
}

test("a device that hardly wakes takes what its board takes asleep", () => {
  const { low, high } = dayOf(waking(hours(24)), d1Mini);
  const { asleepMa } = d1Mini.power;
  expect(low).toBeGreaterThan(24 * asleepMa.low);
  expect(low).toBeLessThan(24 * asleepMa.low * 1.05);
  expect(high).toBeGreaterThan(24 * asleepMa.high);
  expect(high).toBeLessThan(24 * asleepMa.high * 1.05);
});

test("twice as many wakes take twice the charge of being awake", () => {
  const [often, seldom, hardly] = [minutes(5), minutes(10), hours(24)].map((every) =>
    dayOf(waking(every), c3),
  );
  expect((often?.low ?? 0) / (seldom?.low ?? 1)).toBeCloseTo(2, 1);
  expect((often?.high ?? 0) / (hardly?.high ?? 1)).toBeCloseTo(288, -1);
});

test("a broker that changes settings costs charge, and init.lua none", () => {
  const plain = dayOf(waking(minutes(15)), d1Mini);
  expect(dayOf(waking(minutes(15), { settings: "remote" }), d1Mini).high).toBeGreaterThan(plain.high);
  expect(dayOf(waking(minutes(15)), d1MiniNodeMcu)).toEqual(plain);
});

test("the build's note says months, or what no source has", () => {
  const { low, high } = dayOf(waking(minutes(15)), d1Mini);
  const note = chargeNote(waking(minutes(15)), d1Mini) ?? "";
  const [, ...said] =
    /^It takes (\S+) to (\S+) mAh .* one of 2000 mAh lasts (\S+) to (\S+) months/.exec(note) ?? [];
  const [least, most, shortest, longest] = said.map(Number);
  expect([least, most]).toEqual([Number(low.toPrecision(2)), Number(high.toPrecision(2))]);
  expect(Math.abs(((shortest ?? 0) * 30.4 * high) / 2000 - 1)).toBeLessThan(0.05);
  expect(Math.abs(((longest ?? 0) * 30.4 * low) / 2000 - 1)).toBeLessThan(0.05);
  expect(chargeNote(waking(seconds(30)), c3)).toMatch(
    /^Awake it takes .* takes asleep no source has: each mA is 24 mAh a day more\.$/,
  );
  expect(chargeNote(waking(minutes(15)), s3)).toMatch(
    /^What esp32-s3-espruino takes of a battery no source has/,
  );
});

test("a device that does not sleep has no estimate", () => {
  expect(chargeEstimate(device({ name: "lamp" }), esp32)).toBeUndefined();
  expect(chargeNote(device({ name: "lamp" }), esp32)).toBeUndefined();
});
