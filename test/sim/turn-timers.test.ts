// That sockets are read between turns is tried at a broker under attack (test/brokers/attacks.test.ts).
import { expect, test } from "vitest";
import { createTurnTimers } from "../../tools/sim/broker/turn-timers.ts";

test("a deferred turn runs in order unless it is cancelled", async () => {
  const timers = createTurnTimers();
  const came: string[] = [];
  timers.after(0, () => came.push("first"));
  timers.after(0, () => came.push("cancelled"))();
  timers.after(0, () => came.push("second"));
  await new Promise((resolve) => setImmediate(resolve));
  expect(came).toEqual(["first", "second"]);
});

test("a deferred turn does not run after the end", async () => {
  const timers = createTurnTimers();
  const came: string[] = [];
  timers.after(0, () => came.push("late"));
  timers.end();
  await new Promise((resolve) => setImmediate(resolve));
  expect(came).toEqual([]);
});
