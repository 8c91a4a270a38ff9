// Rules by the time of day under a clock that was wrong: no mark acts twice, none is lost, and a missed one
// is made up for only where that was said.
import { afterEach, expect, test } from "vitest";
import type { Rule } from "../../src/device/run/rules/rule.ts";
import { relay } from "../../src/drivers/relay.ts";
import { at, device, hours, minutes, powerSwitch, seconds, timeInput } from "../../src/index.ts";
import { startTrial, type Trial } from "../../tools/sim/trial/trial.ts";

let trial: Trial;
afterEach(() => trial?.end());

/** A device in Berlin with these rules, at a time in UTC. */
async function started(start: string, ...rules: Rule[]): Promise<void> {
  trial = await startTrial(
    device({
      name: "house",
      clock: { zone: "Europe/Berlin" },
      actuators: [
        powerSwitch("pump", relay("pump")),
        powerSwitch("lamp", relay("lamp")),
        timeInput("wake", { initial: "06:30" }),
      ],
      rules,
    } as never),
  );
  trial.setTime(start);
  trial.pass(seconds(5));
}

const morning = () => at("06:30").setFor("pump", "on", minutes(5));
const timesOn = (name: string) => trial.told(name).filter((state) => state === "on").length;

/** Off for a while, and then on for long enough to ask for the time and act. */
function restarted(off: number): void {
  trial.cutPower();
  trial.pass(off);
  trial.givePower();
  trial.pass(minutes(1));
}

test.each([
  ["ten hours", "2026-06-01T14:00:00"],
  ["a day", "2026-06-02T05:00:00"],
  ["three days", "2026-06-04T04:00:00"],
  ["nine years", "2035-06-01T12:00:00"],
])("a clock wrong by %s and set back still triggers its mark", async (_, wrong) => {
  await started("2026-06-01T04:00:00", morning());
  trial.setTime(wrong);
  trial.pass(seconds(30));
  trial.setTime("2026-06-01T04:10:00");
  trial.pass(minutes(30));
  expect(timesOn("pump")).toBe(1);
  trial.pass(hours(24));
  expect(timesOn("pump")).toBe(2);
});

test("a triggered mark does not repeat when the clock goes back minutes", async () => {
  await started("2026-06-01T04:29:00", morning());
  trial.pass(minutes(10));
  trial.setTime("2026-06-01T04:25:00");
  trial.pass(hours(3));
  expect(timesOn("pump")).toBe(1);
});

test("a mark after midnight does not repeat when the clock goes back", async () => {
  await started("2026-06-01T21:59:00", at("00:01").setFor("pump", "on", minutes(5)));
  trial.pass(minutes(4));
  trial.setTime("2026-06-01T21:58:00");
  trial.pass(hours(3));
  expect(timesOn("pump")).toBe(1);
});

test.each([
  ["ten hours", "2026-06-01T14:00:00"],
  ["a day", "2026-06-02T04:00:00"],
  ["three days", "2026-06-04T04:00:00"],
])("a missed mark is caught up after a clock wrong by %s", async (_, wrong) => {
  await started(wrong, at("06:30").ifMissed("run").setFor("pump", "on", minutes(5)));
  trial.setTime("2026-06-01T04:10:00");
  trial.pass(minutes(1));
  restarted(minutes(40));
  expect(timesOn("pump")).toBe(1);
  restarted(minutes(40));
  expect(timesOn("pump")).toBe(1);
});

test("a missed mark is caught up despite an earlier rule's later mark", async () => {
  const last = at("07:00").setFor("lamp", "on", minutes(5));
  await started("2026-06-01T03:00:00", last, at("06:30").ifMissed("run").setFor("pump", "on", minutes(5)));
  restarted(hours(3));
  expect([timesOn("pump"), timesOn("lamp")]).toEqual([1, 0]);
});

test("an impulse in the skipped hour is lost without power", async () => {
  await started("2026-03-29T00:50:00", at("02:55").setFor("pump", "on", minutes(5)));
  restarted(minutes(40));
  trial.pass(hours(2));
  expect(timesOn("pump")).toBe(0);
});

test.each(["02:00", "02:40"])(
  "in the repeated hour %s comes the second time if missed first",
  async (time) => {
    await started("2026-10-24T23:50:00", at(time as "02:00").setFor("pump", "on", minutes(5)));
    restarted(minutes(70));
    trial.pass(hours(3));
    expect(timesOn("pump")).toBe(1);
  },
);

test("a set time in the past does not trigger at a restart", async () => {
  await started("2026-05-31T05:00:00", at("wake").ifMissed("run").setFor("pump", "on", minutes(5)));
  await trial.command("wake", "08:00");
  trial.pass(hours(24));
  expect(timesOn("pump")).toBe(1);
  await trial.command("wake", "05:00");
  trial.pass(minutes(10));
  restarted(minutes(1));
  trial.pass(hours(10));
  expect(timesOn("pump")).toBe(1);
});
