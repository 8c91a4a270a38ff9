// The time of day in a trial.
import { afterEach, expect, test } from "vitest";
import { device, minutes, now, seconds, sensor } from "../../src/index.ts";
import { startTrial, type Trial } from "../../tools/sim/trial/trial.ts";

let trial: Trial | undefined;
afterEach(() => trial?.end());

const clocked = () =>
  device({ name: "x", clock: {}, sensors: [sensor("time", now(), { every: seconds(1) })] });

test("a trial begins on a Monday at noon, and its time passes", async () => {
  trial = await startTrial(clocked());
  await trial.heard("time", /^2026-06-01T12:00:\d\dZ$/);
  trial.pass(minutes(60 * 24));
  expect(trial.told("time").at(-1)).toMatch(/^2026-06-02T12:00:\d\dZ$/);
});

test("a set time holds before a query, while running, and after restart", async () => {
  trial = await startTrial(clocked());
  trial.setTime("2026-03-29T00:59:00");
  await trial.heard("time", /^2026-03-29T00:59:0\dZ$/);
  trial.setTime("2030-12-31T23:59:30Z");
  await trial.heard("time", /^2031-01-01T00:00:00Z$/);
  trial.cutPower();
  trial.pass(minutes(1));
  trial.givePower();
  await trial.heard("time", /^2031-01-01T00:01:\d\dZ$/);
});

test("a trial publishes the time on a clock topic, after restart too", async () => {
  const sensors = [sensor("time", now(), { every: seconds(1) })];
  trial = await startTrial(device({ name: "x", clock: { topic: "home/time" }, sensors }));
  await trial.heard("time", /^2026-06-01T12:02:\d\dZ$/);
  trial.cutPower();
  trial.setTime("2026-10-25T00:59:00");
  trial.givePower();
  await trial.heard("time", /^2026-10-25T01:0\d:\d\dZ$/);
});

test.each(["now", "2026-03-29", "2026-03-29T25:00", "2026-03-29T00:59:00+02:00", "2025-12-31T23:59"])(
  "the time %s is refused with a sentence",
  async (text) => {
    trial = await startTrial(clocked());
    expect(() => trial?.setTime(text)).toThrow(
      `setTime was given "${text}"; it is a time in UTC from 2026 on`,
    );
  },
);

test("setting the time of a device without a clock is refused", async () => {
  trial = await startTrial(device({ name: "x" }));
  expect(() => trial?.setTime("2026-03-29T00:59:00")).toThrow("write clock: {}");
});
