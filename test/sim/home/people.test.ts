import { expect, test } from "vitest";
import { createPeople } from "../../../tools/sim/home/people.ts";
import { PEOPLE, type PersonPlace, planOfDay } from "../../../tools/sim/home/plan.ts";
import { DAY_MS, timeOfDay } from "../../../tools/sim/home/time.ts";
import { createVirtualClock } from "../../../tools/sim/worlds/clock.ts";

interface Move {
  at: number;
  who: string;
  from: PersonPlace;
  to: PersonPlace;
}

/** People from the first midnight on, or from a time of the first day. */
function people(seed: number, start = 0) {
  const clock = createVirtualClock();
  const moves: Move[] = [];
  const paces: number[] = [];
  const doors: { who: string; at: number }[] = [];
  const living = createPeople({
    timers: clock,
    now: () => start + clock.now(),
    seed,
    moving: () => paces.push(clock.now()),
    passDoor(who, passed) {
      doors.push({ who, at: clock.now() });
      clock.after(5000, passed);
    },
    arrived: (who, from, to) => moves.push({ at: clock.now(), who, from, to }),
    begins: () => {},
    does: () => {},
  });
  return { clock, living, moves, paces, doors };
}

test("each person's moves are consistent, for a week of many seeds", () => {
  for (let seed = 0; seed < 20; seed += 1) {
    const { clock, living, moves } = people(seed);
    const places = new Map<string, PersonPlace>(PEOPLE.map((who) => [who, living.placeOf(who)]));
    clock.advance(7 * DAY_MS);
    for (const { who, from, to } of moves) {
      expect(from).toBe(places.get(who));
      expect(to).not.toBe(from);
      places.set(who, to);
    }
    for (const who of PEOPLE) expect(living.placeOf(who)).toBe(places.get(who));
    expect(moves.length).toBeGreaterThan(100);
  }
});

test("every path leads through the hall, and every exit through the door", () => {
  const { clock, moves, paces, doors } = people(3);
  clock.advance(DAY_MS);
  for (const { from, to } of moves) expect([from, to]).toContain("hall");
  const entries = moves.filter(({ to }) => to === "hall");
  for (const { at } of entries)
    expect(paces.filter((pace) => pace >= at && pace < at + 12_000).length).toBeGreaterThan(2);
  const crossings = moves.filter(({ from, to }) => from === "out" || to === "out");
  expect(doors).toHaveLength(crossings.length);
  expect(crossings.length).toBeGreaterThanOrEqual(4);
});

test("everybody is out on workday afternoons and asleep at night", () => {
  const afternoon = people(1, timeOfDay(15));
  expect(afternoon.living.in("out")).toEqual([...PEOPLE]);
  afternoon.clock.advance(timeOfDay(9));
  expect(afternoon.living.in("bedroom")).toEqual([...PEOPLE]);
  const night = people(1, timeOfDay(1));
  expect(night.living.in("bedroom")).toEqual([...PEOPLE]);
});

test("a person delayed at the door resumes the plan later", () => {
  const clock = createVirtualClock();
  const done: string[] = [];
  createPeople({
    timers: clock,
    now: () => timeOfDay(16) + clock.now(),
    seed: 1,
    moving: () => {},
    passDoor: (_who, passed) => void clock.after(timeOfDay(2), passed),
    arrived: () => {},
    begins: () => {},
    does: ({ who, words }) => done.push(`${who} ${words}`),
  });
  clock.advance(timeOfDay(7, 59));
  const planned = planOfDay(1, 0).filter(({ at }) => at > timeOfDay(16));
  for (const who of PEOPLE) {
    expect(done.filter((action) => action.startsWith(who))).toEqual(
      planned.filter((step) => step.who === who).map(({ words }) => `${who} ${words}`),
    );
  }
});

test("a plan depends on seed and day, in order; weekends differ", () => {
  for (let day = 0; day < 14; day += 1) {
    const plan = planOfDay(11, day);
    expect(planOfDay(11, day)).toEqual(plan);
    expect(plan.map(({ at }) => at)).toEqual(plan.map(({ at }) => at).sort((a, b) => a - b));
    expect(plan[0].at).toBeGreaterThan(0);
    expect((plan.at(-1) as { at: number }).at).toBeLessThan(DAY_MS);
    expect(plan.some(({ words }) => words === "goes to work")).toBe(day % 7 < 5);
  }
  expect(planOfDay(11, 0)).not.toEqual(planOfDay(12, 0));
  expect(planOfDay(11, 0)).not.toEqual(planOfDay(11, 1));
});
