// A session beside a model of what it promised, through thousands of schedules of random steps and faults.
import { expect, test } from "vitest";
import { liveThrough } from "../../tools/laboratory/soak/session/proof.ts";
import { atGate } from "../everything.ts";

const PORTIONS = Array.from({ length: atGate(1, 3) }, (_, index) => index);
const SCHEDULES = 1000;

test.each(PORTIONS)("every kept message arrives, in order, at QoS 2 once (part %i)", (portion) => {
  const figures = liveThrough(portion * SCHEDULES, SCHEDULES);
  expect(figures.schedules).toBe(SCHEDULES);
  // They are schedules in which something happens.
  expect(figures["messages kept in schedules"]).toBeGreaterThan(10 * SCHEDULES);
  expect(figures["connections in schedules"]).toBeGreaterThan(2 * SCHEDULES);
  expect(figures["repeats in schedules"]).toBeGreaterThan(SCHEDULES / 4);
});
