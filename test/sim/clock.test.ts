import { expect, test } from "vitest";
import { createRandom } from "../../src/platform/node/random.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";

test("timers fire in order of time, then of setting", () => {
  const clock = createVirtualClock();
  const fired: string[] = [];
  clock.after(20, () => fired.push("late"));
  clock.after(10, () => fired.push("first at 10"));
  clock.after(10, () => fired.push("second at 10"));
  clock.advance(20);
  expect(fired).toEqual(["first at 10", "second at 10", "late"]);
});

test("a timer sees its own moment, and timers it sets fire too", () => {
  const clock = createVirtualClock();
  const moments: number[] = [];
  const tick = () => {
    moments.push(clock.now());
    clock.after(30, tick);
  };
  clock.after(30, tick);
  clock.advance(100);
  expect(moments).toEqual([30, 60, 90]);
  expect(clock.now()).toBe(100);
});

test("a cancelled timer does not fire, and cancelling twice is harmless", () => {
  const clock = createVirtualClock();
  let fired = 0;
  const cancel = clock.after(10, () => (fired += 1));
  cancel();
  cancel();
  clock.advance(10);
  expect(fired).toBe(0);
  expect(clock.pending()).toBe(0);
});

test("runUntil stops when its condition holds, or at its limit", () => {
  const clock = createVirtualClock();
  let ready = false;
  clock.after(50, () => (ready = true));
  expect(clock.runUntil(() => ready, 1000)).toBe(true);
  expect(clock.now()).toBe(50);
  expect(clock.runUntil(() => false, 1000)).toBe(false);
  expect(clock.now()).toBe(1050);
});

test("any mix of setting and cancelling fires what a sorted list would", () => {
  for (let seed = 0; seed < 50; seed += 1) {
    const random = createRandom(seed);
    const clock = createVirtualClock();
    const expected: { at: number; order: number }[] = [];
    const fired: { at: number; order: number }[] = [];
    for (let order = 0; order < 400; order += 1) {
      const timer = { at: random.below(100), order };
      const cancel = clock.after(timer.at, () => fired.push(timer));
      if (random.once(2)) cancel();
      else expected.push(timer);
    }
    expected.sort((a, b) => a.at - b.at || a.order - b.order);
    clock.advance(100);
    expect(fired).toEqual(expected);
  }
});

test("a timer set and cancelled for a month leaves nothing behind", () => {
  const clock = createVirtualClock();
  for (let minute = 0; minute < 43_200; minute += 1) {
    const cancel = clock.after(2_600_000_000, () => {});
    clock.advance(60_000);
    cancel();
  }
  expect(clock.pending()).toBe(0);
});

test("a timer in the past is refused", () => {
  expect(() => createVirtualClock().after(-1, () => {})).toThrow(
    "A timer of -1 ms was asked for; it must be 0 or more.",
  );
});

test("a seed repeats its numbers within bounds; another seed differs", () => {
  const draws = (seed: number) => {
    const random = createRandom(seed);
    return Array.from({ length: 1000 }, () => random.between(3, 9));
  };
  expect(draws(7)).toEqual(draws(7));
  expect(draws(7)).not.toEqual(draws(8));
  expect(new Set(draws(7))).toEqual(new Set([3, 4, 5, 6, 7, 8, 9]));
});
