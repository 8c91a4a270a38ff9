// A duration input: its commands and its states, what is kept, rules that take it, what is wrong, and its
// entity in Home Assistant.
import { expect, test } from "vitest";
import { hours, minutes, seconds } from "../../../../src/bytes/milliseconds.ts";
import { declarationFaults } from "../../../../src/checks/declaration-faults.ts";
import { sentencesOf } from "../../../../src/checks/fault.ts";
import {
  type DurationInputOptions,
  durationInput,
} from "../../../../src/device/declare/actuators/duration-input.ts";
import { powerSwitch } from "../../../../src/device/declare/actuators/switch.ts";
import { type Condition, when } from "../../../../src/device/declare/rules/when.ts";
import { PERSISTED_STATES_RECORD } from "../../../../src/device/run/persisted-states.ts";
import { actuatorEntity } from "../../../../src/discovery/actuator-entities.ts";
import { valueOnly } from "../../../../src/index.ts";
import { notedPart, startActing } from "../../acting-device.ts";
import { ALLOWED, REFUSED, TAKEN } from "./durations.ts";

const dose = (options: Partial<DurationInputOptions> = {}) =>
  durationInput("dose", { min: seconds(1), max: minutes(2), step: seconds(0.5), ...options });

test("a duration input accepts numbers of its unit and publishes each", () => {
  const run = startActing({ actuators: [dose({ initial: seconds(5) })] });
  for (const [payload] of TAKEN) run.command("dose", payload);
  expect(run.saidOf("dose")).toEqual(["5.0", ...TAKEN.map(([, said]) => said)]);
});

test.each(REFUSED)("a duration input refuses %j, keeps its value and names the reason", (payload) => {
  const run = startActing({ actuators: [dose()] });
  run.said();
  run.command("dose", payload);
  const [own] = run.said();
  expect(own).toMatch(/^dose\/problem=not understood: /);
  expect(own?.endsWith(`; ${ALLOWED}`)).toBe(true);
  expect(run.saidOf("dose")).toEqual([]);
});

test("a set duration survives a restart, unless declared otherwise", () => {
  const run = startActing({ actuators: [dose()] });
  run.command("dose", "7.5");
  run.pass(20_000);
  const { storage } = run;
  expect(storage.get(PERSISTED_STATES_RECORD)).toBe("\ndose=75\n");
  expect(startActing({ actuators: [dose()] }, { storage }).saidOf("dose")).toEqual(["7.5"]);
  const fixed = startActing({ actuators: [dose({ atStart: seconds(3) })] }, { storage });
  expect(fixed.saidOf("dose")).toEqual(["3.0"]);
});

/** A pump that a switch called `start` sets on by this rule. */
function pumping(rule: (start: Condition<"start on">) => unknown, own = dose()) {
  const pump = notedPart();
  const actuators = [powerSwitch("start", valueOnly()), powerSwitch("pump", pump), own];
  const run = startActing({ actuators, rules: [rule(when("start").is("on"))] as never });
  return { run, pump };
}

test("a rule keeps its target for the set duration", () => {
  const { run, pump } = pumping((start) => start.setFor("pump", "on", "dose"));
  run.command("dose", "4.5");
  run.command("start", "on");
  run.pass(4300);
  expect(pump.driven).toEqual([0, 1]);
  run.pass(300);
  expect(pump.driven).toEqual([0, 1, 0]);
});

test.each([
  ["shorter ends at once when it is over by then", "2", 0, [0, 1, 0]],
  ["longer goes on", "60", 10_000, [0, 1]],
])("a duration changed %s", (_, set, ms, driven) => {
  const { run, pump } = pumping((start) => start.setFor("pump", "on", "dose"));
  run.command("dose", "10");
  run.command("start", "on");
  run.pass(5000);
  run.command("dose", set);
  run.pass(ms);
  expect(pump.driven).toEqual(driven);
});

test("a rule waits for one set duration and keeps for another", () => {
  const { run, pump } = pumping((start) => start.for("dose").keep("pump", "on", "dose"));
  run.command("dose", "3");
  run.command("start", "on");
  run.pass(2800);
  expect(pump.driven).toEqual([0]);
  run.pass(200);
  expect(pump.driven).toEqual([0, 1]);
  run.command("start", "off");
  run.pass(2800);
  expect(pump.driven).toEqual([0, 1]);
  run.pass(200);
  expect(pump.driven).toEqual([0, 1, 0]);
});

test("duration inputs may count minutes and hours", () => {
  const own = durationInput("dose", { min: minutes(0.5), max: hours(20), step: minutes(0.5), unit: "min" });
  const { run, pump } = pumping((start) => start.setFor("pump", "on", "dose"), own);
  run.command("dose", "600.5");
  run.command("start", "on");
  run.pass(600.5 * 60_000 - 200);
  expect(pump.driven).toEqual([0, 1]);
  run.pass(200);
  expect(pump.driven).toEqual([0, 1, 0]);
});

test.each<[Partial<DurationInputOptions>, string]>([
  [{ max: hours(600) }, "has max of 2160000000 ms; it is whole milliseconds, at most 24 days."],
  [{ min: minutes(2) }, "has min of 120000 ms; it is 0 or more, and below max of 120000 ms."],
  [{ min: seconds(-1) }, "has min of -1000 ms; it is 0 or more, and below max of 120000 ms."],
  [
    { step: seconds(0.8) },
    "goes from 1000 to 120000 ms, which is not a whole number of steps of 800 ms; give it another step.",
  ],
  [
    { unit: "h", step: seconds(1) },
    'has min of 1000 ms, which h does not say in nine digits; write unit: "s".',
  ],
  [{ initial: minutes(3) }, "starts at 180000 ms; it is from 1000 to 120000 ms in steps of 500 ms."],
  [{ atStart: seconds(1.2) }, "starts at 1200 ms; it is from 1000 to 120000 ms in steps of 500 ms."],
])("a duration input with %j is refused with its fault", (options, sentence) => {
  const faults = sentencesOf(declarationFaults({ name: "x", actuators: [dose(options)] }));
  expect(faults).toEqual([`The duration "dose" ${sentence}`]);
});

test("a duration input checks its options", () => {
  const odd = { unit: "d", min: "1", part: 1 } as never;
  expect(sentencesOf(declarationFaults({ name: "x", actuators: [dose(odd)] }))).toEqual([
    'The option min is "1"; it is a time, as seconds(30) or minutes(2).',
    'The option unit is "d"; it is "s", "min" or "h".',
    expect.stringContaining("There is no option"),
  ]);
});

test("a rule with a time that cannot be set is refused", () => {
  const faults = (rule: unknown, own = dose()) => {
    const actuators = [powerSwitch("start", valueOnly()), powerSwitch("pump", valueOnly()), own];
    return sentencesOf(declarationFaults({ name: "x", actuators, rules: [rule] as never }));
  };
  const start = () => when("start").is("on");
  expect(faults(start().for("dose").setFor("pump", "on", "dose"))).toEqual([]);
  expect(faults(start().setFor("pump", "on", "dosis"))).toEqual([
    'The rule on "start" takes the time "dosis": there is no such durationInput. Known are: dose.',
  ]);
  expect(faults(start().for("pump").set("pump", "on"))).toEqual([
    expect.stringMatching(/takes the time "pump": there is no such durationInput/),
  ]);
  expect(faults(start().setFor("pump", "on", "dose"), dose({ min: seconds(0) }))).toEqual([
    'The rule on "start" goes back after "dose", which may be 0; give it a min above that.',
  ]);
});

test("Home Assistant shows a duration input as number of class duration", () => {
  const { platform, config } = actuatorEntity(dose(), {});
  expect(platform).toBe("number");
  expect(config).toMatchObject({
    dev_cla: "duration",
    unit_of_meas: "s",
    min: 1,
    max: 120,
    step: 0.5,
    qos: 1,
  });
  expect(actuatorEntity(dose({ deviceClass: "none" }), {}).config).not.toHaveProperty("dev_cla");
});
