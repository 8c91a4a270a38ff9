// Schedules of a session's life: drawn from a seed, told in words, and cut down to what makes them fail.
import { expect, test } from "vitest";
import { live } from "../../tools/laboratory/soak/session/life.ts";
import { liveThrough } from "../../tools/laboratory/soak/session/proof.ts";
import {
  drawSchedule,
  minimised,
  type Schedule,
  scheduleInWords,
} from "../../tools/laboratory/soak/session/schedule.ts";

test("a seed draws the same schedule and gives the same life again", () => {
  const schedule = drawSchedule(7);
  expect(drawSchedule(7)).toEqual(schedule);
  expect(drawSchedule(8)).not.toEqual(schedule);
  expect(live(schedule)).toEqual(live(schedule));
});

test("among some hundred schedules each kind of step is drawn", () => {
  const words = Array.from({ length: 300 }, (_, seed) => scheduleInWords(drawSchedule(seed))).join("\n");
  for (const word of [
    "publish",
    "tell",
    "wait",
    "cut",
    "go half-open",
    "lose the network",
    "with its",
    "without its",
  ])
    expect(words).toContain(word);
  for (const behaviour of ["good", "late", "overtaken", "doubled", "forgetful", "deaf"])
    expect(words).toContain(`behaviour is ${behaviour}`);
});

test("a failing schedule is cut down to the steps that fail", () => {
  const schedule: Schedule = { ...drawSchedule(3), isStormy: true };
  schedule.steps = [
    ...schedule.steps,
    { do: "cut" },
    ...schedule.steps,
    { do: "tell", qos: 2 },
    { do: "cut" },
  ];
  const shortest = minimised(schedule, ({ steps }) => {
    const told = steps.findIndex((step) => step.do === "tell" && step.qos === 2);
    return told >= 0 && steps.slice(told).some((step) => step.do === "cut");
  });
  expect(shortest.steps).toEqual([{ do: "tell", qos: 2 }, { do: "cut" }]);
  expect(shortest.isStormy).toBe(false);
});

test("a hundred sessions keep their word", () => {
  expect(liveThrough(0, 100).schedules).toBe(100);
});
