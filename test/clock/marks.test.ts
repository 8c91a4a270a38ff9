// Rules by the time of day: each mark acts once, when a person would say so.
import { afterEach, expect, test } from "vitest";
import { declarationFaults } from "../../src/checks/declaration-faults.ts";
import type { Rule } from "../../src/device/run/rules/rule.ts";
import { relay } from "../../src/drivers/relay.ts";
import {
  at,
  days,
  device,
  durationInput,
  hours,
  minutes,
  powerSwitch,
  seconds,
  selectInput,
  timeInput,
  valueOnly,
  when,
} from "../../src/index.ts";
import { startTrial, type Trial } from "../../tools/sim/trial/trial.ts";

let trial: Trial;
afterEach(() => trial?.end());

const actuators = () => [
  powerSwitch("lamp", relay("lamp"), { atStart: "last" }),
  powerSwitch("pump", relay("pump")),
  selectInput("mode", valueOnly(), { options: ["auto", "off"] }),
  timeInput("wake", { initial: "06:30" }),
  durationInput("dose", { min: seconds(1), max: minutes(10), initial: minutes(3) }),
];

/** A device in Berlin with these rules, at a time in UTC. */
async function started(start: string, ...rules: Rule[]): Promise<Trial> {
  trial = await startTrial(
    device({ name: "house", clock: { zone: "Europe/Berlin" }, actuators: actuators(), rules } as never),
  );
  trial.setTime(start);
  trial.pass(seconds(5));
  return trial;
}

const lamp = () => trial.told("lamp").at(-1);
/** How often it was switched on. */
const timesOn = (name: string) => trial.told(name).filter((state) => state === "on").length;
const off = async () => trial.command("lamp", "off");

test("a rule acts once at its time", async () => {
  await started("2026-06-01T04:28:00", at("06:30").set("lamp", "on"));
  trial.pass(seconds(110));
  expect(lamp()).toBe("off");
  trial.pass(seconds(10));
  expect(lamp()).toBe("on");
  await off();
  trial.pass(hours(23));
  expect(lamp()).toBe("off");
  trial.pass(hours(1));
  expect(lamp()).toBe("on");
});

test("a rule acts on its days only", async () => {
  // 2026-06-01 is a Monday.
  await started("2026-06-01T03:00:00", at("06:30").on("mon-wed", "sun").toggle("lamp"));
  const seen = [];
  for (let day = 0; day < 8; day += 1) {
    trial.pass(days(1));
    seen.push(trial.told("lamp").length);
  }
  expect(seen).toEqual([2, 3, 4, 4, 4, 4, 5, 6]);
});

test("setFor reverts, and a guard prevents the action", async () => {
  await started(
    "2026-06-01T04:29:00",
    at("06:30").onlyWhile("mode", "auto").setFor("pump", "on", minutes(5)),
  );
  trial.pass(minutes(4));
  expect(trial.told("pump").at(-1)).toBe("on");
  trial.pass(minutes(3));
  expect(trial.told("pump").at(-1)).toBe("off");
  await trial.command("mode", "off");
  trial.pass(days(1));
  expect(timesOn("pump")).toBe(1);
});

test("setFor uses the set duration", async () => {
  await started("2026-06-01T04:29:00", at("06:30").setFor("pump", "on", "dose"));
  trial.pass(minutes(3));
  expect(trial.told("pump").at(-1)).toBe("on");
  trial.pass(minutes(2));
  expect(trial.told("pump").at(-1)).toBe("off");
});

test("a mark in the repeated hour acts once, also over a restart", async () => {
  await started("2026-10-25T00:10:00", at("02:30").toggle("lamp"));
  trial.pass(minutes(30));
  expect(lamp()).toBe("on");
  trial.cutPower();
  trial.pass(minutes(20));
  trial.givePower();
  // It is 02:00 again.
  trial.pass(hours(2));
  expect(lamp()).toBe("on");
});

test("a mark in the skipped hour acts at its end, also impulses", async () => {
  await started("2026-03-29T00:58:00", at("02:30").setFor("pump", "on", minutes(10)));
  trial.pass(seconds(110));
  expect(timesOn("pump")).toBe(0);
  trial.pass(seconds(15));
  expect(timesOn("pump")).toBe(1);
  trial.pass(hours(22));
  expect(timesOn("pump")).toBe(1);
});

test("a missed state is caught up, an impulse is not", async () => {
  await started(
    "2026-06-01T03:00:00",
    at("06:30").set("lamp", "on"),
    at("06:31").setFor("pump", "on", minutes(5)),
  );
  trial.cutPower();
  trial.pass(hours(3));
  trial.givePower();
  trial.pass(minutes(1));
  expect(lamp()).toBe("on");
  expect(timesOn("pump")).toBe(0);
});

test("each rule treats a missed mark as declared", async () => {
  await started(
    "2026-06-01T03:00:00",
    at("06:30").ifMissed("skip").set("lamp", "on"),
    at("06:31").ifMissed("run").setFor("pump", "on", minutes(5)),
  );
  trial.cutPower();
  trial.pass(hours(3));
  trial.givePower();
  trial.pass(minutes(1));
  expect(lamp()).toBe("off");
  expect(timesOn("pump")).toBe(1);
});

test("the last of an actuator's missed marks counts, however written", async () => {
  await started("2026-06-01T03:00:00", at("23:00").set("lamp", "off"), at("06:30").set("lamp", "on"));
  await trial.command("lamp", "on");
  trial.cutPower();
  trial.pass(hours(18.5));
  trial.givePower();
  trial.pass(minutes(1));
  expect(lamp()).toBe("off");
});

test("a restart does not switch on what a person switched off", async () => {
  await started("2026-06-01T18:00:00", at("21:00").set("lamp", "on"));
  trial.pass(hours(1.5));
  expect(lamp()).toBe("on");
  await off();
  trial.cutPower();
  trial.pass(minutes(30));
  trial.givePower();
  trial.pass(hours(1));
  expect(lamp()).toBe("off");
});

test("a new device has missed no mark", async () => {
  await started("2026-06-01T12:00:00", at("06:30").set("lamp", "on"), at("13:59").set("lamp", "on"));
  trial.pass(hours(1));
  expect(lamp()).toBe("off");
});

test("a mark before the time is known waits for it", async () => {
  await started("2026-06-01T03:00:00", at("06:30").set("lamp", "on"));
  trial.cutPower();
  trial.cutNetwork();
  trial.givePower();
  trial.pass(hours(2));
  expect(lamp()).toBe("off");
  trial.giveNetwork();
  trial.pass(hours(1));
  expect(lamp()).toBe("on");
});

test("a rule follows a time that people set", async () => {
  await started("2026-06-01T04:00:00", at("wake").toggle("lamp"));
  await trial.command("wake", "06:10");
  trial.pass(minutes(11));
  expect(timesOn("lamp")).toBe(1);
  // What they set to a time that has passed is meant for tomorrow.
  await trial.command("wake", "05:00");
  trial.pass(hours(1));
  expect(trial.told("lamp").at(-1)).toBe("on");
  // And set to a later one, it comes today.
  await trial.command("wake", "07:30");
  trial.pass(minutes(30));
  expect(trial.told("lamp").at(-1)).toBe("off");
});

test.each([
  ["2026-06-01T03:59:00", "05:59", "on"],
  ["2026-06-01T04:00:00", "06:00", "off"],
  ["2026-06-01T19:59:00", "21:59", "off"],
  ["2026-06-01T20:00:00", "22:00", "on"],
])("a rule from 22:00 to 06:00 at %s (%s local): lamp %s", async (start, _, state) => {
  await started(start, when("mode").is("off").between("22:00", "06:00").set("lamp", "on"));
  await trial.command("mode", "off");
  trial.pass(seconds(3));
  expect(lamp()).toBe(state);
});

test("a rule between two times waits for the time", async () => {
  await started("2026-06-01T20:30:00", when("mode").is("off").between("22:00", "06:00").keep("lamp", "on"));
  await trial.command("mode", "off");
  trial.pass(seconds(3));
  expect(lamp()).toBe("on");
  trial.pass(hours(8));
  expect(lamp()).toBe("off");
  trial.cutPower();
  trial.cutNetwork();
  trial.givePower();
  trial.pass(hours(20));
  expect(lamp()).toBe("off");
});

test("marks act once a day for a month", async () => {
  await started("2026-01-01T12:00:00", at("02:30").toggle("lamp"), at("23:59").toggle("pump"));
  trial.pass(days(31));
  expect([trial.told("lamp").length, trial.told("pump").length]).toEqual([32, 32]);
});

const faultsOf = (rule: unknown, clock: object | undefined = { zone: "Europe/Berlin" }) =>
  declarationFaults(
    device({ name: "house", ...(clock && { clock }), actuators: actuators(), rules: [rule] } as never),
  ).map(({ sentence }) => sentence);

test.each<[string, unknown, string]>([
  ["a time with one digit", at("6:30").set("lamp", "on"), 'acts at "6:30": that is neither a time of day'],
  ["a name of nobody", at("wakes").set("lamp", "on"), 'did you mean "wake"?'],
  [
    "wrong days",
    at("06:30")
      .on("mo-fr" as never)
      .set("lamp", "on"),
    'on the days "mo-fr"; they are "mon"',
  ],
  [
    "a wrong word for what was missed",
    at("06:30")
      .ifMissed("never" as never)
      .set("lamp", "on"),
    'it is "run" or "skip"',
  ],
  ["an empty span", when("mode").is("off").between("06:00", "06:00").set("lamp", "on"), "no time at all"],
  ["a wrong span", when("mode").is("off").between("22", "06:00").set("lamp", "on"), 'of which "22" is none'],
  ["an unknown actuator", at("06:30").set("lamb", "on"), 'The rule at "06:30" acts on "lamb"'],
])("a rule with %s is refused with a sentence", (_, rule, sentence) => {
  expect(faultsOf(rule).join("\n")).toContain(sentence);
});

test("a clock rule of a device without a zone is refused", () => {
  expect(faultsOf(at("06:30").set("lamp", "on"), {}).join("\n")).toContain(
    'The rule at "06:30" goes by local time, which the device does not know; write clock: { zone: "Europe/Berlin" }',
  );
});

test("two rules setting one actuator differently at one time are refused", () => {
  const rules = [at("06:30").set("lamp", "on"), at("06:30").set("lamp", "off")];
  const faults = declarationFaults(
    device({ name: "house", clock: { zone: "UTC" }, actuators: actuators(), rules } as never),
  );
  expect(faults.map(({ sentence }) => sentence).join()).toContain('The rule at "06:30" sets "lamp" to "off"');
});
