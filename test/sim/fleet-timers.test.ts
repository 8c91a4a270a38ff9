import { setTimeout } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { createFleetTimers } from "../../tools/sim/devices/fleet-timers.ts";

function timersForTest() {
  const timers = createFleetTimers();
  onTestFinished(timers.end);
  const fired: string[] = [];
  return {
    ...timers,
    fired,
    set: (ms: number, name: string) => timers.after(ms, () => void fired.push(name)),
  };
}

test("timers fire in order, and none early", async () => {
  const { now, after, fired, set } = timersForTest();
  set(60, "last");
  set(20, "first");
  const asked = now();
  let firedAt = 0;
  after(30, () => {
    fired.push("second");
    firedAt = now();
  });
  await vi.waitFor(() => expect(fired).toEqual(["first", "second", "last"]));
  expect(firedAt - asked).toBeGreaterThanOrEqual(30);
});

test("a zero timer fires in a later turn, also within another", async () => {
  const { after, fired, set } = timersForTest();
  after(0, () => {
    set(0, "inner");
    fired.push("outer");
  });
  expect(fired).toEqual([]);
  await vi.waitFor(() => expect(fired).toEqual(["outer", "inner"]));
});

test("a cancelled timer does not fire, nor any after the end", async () => {
  const { after, end, fired, set } = timersForTest();
  set(10, "cancelled")();
  set(40, "late");
  set(5, "early");
  after(6, end);
  await setTimeout(200);
  expect(fired).toEqual(["early"]);
});
