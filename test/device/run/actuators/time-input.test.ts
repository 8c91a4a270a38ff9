// A time input: its commands and its states, what is kept, what is wrong, and its entity in Home Assistant.
import { expect, test } from "vitest";
import { declarationFaults } from "../../../../src/checks/declaration-faults.ts";
import { sentencesOf } from "../../../../src/checks/fault.ts";
import { type TimeInputOptions, timeInput } from "../../../../src/device/declare/actuators/time-input.ts";
import { homeAssistant } from "../../../../src/device/declare/home-assistant.ts";
import { when } from "../../../../src/device/declare/rules/when.ts";
import { PERSISTED_STATES_RECORD } from "../../../../src/device/run/persisted-states.ts";
import { createRegistry } from "../../../home-assistant/registry.ts";
import { messagesOf } from "../../../home-assistant/states.ts";
import { startActing } from "../../acting-device.ts";
import { ALLOWED, NOISE, REFUSED, TAKEN } from "./times.ts";

test("a time input accepts times with or without seconds and publishes each", () => {
  const run = startActing({ actuators: [timeInput("wake", { initial: "06:30" })] });
  for (const [payload] of TAKEN) run.command("wake", payload);
  expect(run.saidOf("wake")).toEqual(["06:30", ...TAKEN.map(([, time]) => time)]);
});

test.each([...REFUSED, ...NOISE])(
  "a time input refuses %j, keeps its time and names the reason",
  (payload) => {
    const run = startActing({ actuators: [timeInput("wake")] });
    run.said();
    run.command("wake", Buffer.from(payload).toString("latin1"));
    const [own, all, ...more] = run.said();
    expect(own).toMatch(/^wake\/problem=not understood: /);
    expect(own?.endsWith(`; ${ALLOWED}`)).toBe(true);
    expect(all).toBe(own?.replace("wake/problem=", "problem=wake: "));
    expect(more).toEqual([]);
    run.command("wake", "07:00");
    expect(run.said()).toEqual(["wake=07:00", "wake/problem=none", "problem=none"]);
  },
);

test("a set time survives a restart, unless declared otherwise", () => {
  const declare = (options: TimeInputOptions) => ({ actuators: [timeInput("wake", options)] });
  const run = startActing(declare({ initial: "06:30" }));
  run.command("wake", "05:45");
  run.pass(20_000);
  const { storage } = run;
  expect(storage.get(PERSISTED_STATES_RECORD)).toBe("\nwake=345\n");
  expect(startActing(declare({ initial: "06:30" }), { storage }).saidOf("wake")).toEqual(["05:45"]);
  expect(startActing(declare({ atStart: "09:00" }), { storage }).saidOf("wake")).toEqual(["09:00"]);
});

test.each(["\nwake=1440\n", "\nwake=-1\n", "\nwake=x\n", "\nwake=", "wake=345"])(
  "a kept time ignores the invalid record %j",
  (record) => {
    const storage = new Map([[PERSISTED_STATES_RECORD, record]]);
    const run = startActing({ actuators: [timeInput("wake", { initial: "06:30" })] }, { storage });
    expect(run.saidOf("wake")).toEqual(["06:30"]);
  },
);

test.each<[TimeInputOptions, string]>([
  [{ initial: "24:00" }, 'starts at "24:00"; it is a time from 00:00 to 23:59, as "06:30".'],
  [{ initial: "06:30:00" }, 'starts at "06:30:00"; it is a time from 00:00 to 23:59, as "06:30".'],
  [{ atStart: "6:30" }, 'starts at "6:30"; it is a time from 00:00 to 23:59, as "06:30".'],
])("a time input with %j is refused with its fault", (options, sentence) => {
  const faults = sentencesOf(declarationFaults({ name: "x", actuators: [timeInput("wake", options)] }));
  expect(faults).toEqual([`The time "wake" ${sentence}`]);
});

test("a time input checks its options, and a rule may set one", () => {
  const odd = { platform: "datetime", size: 5, initial: 630 } as never;
  expect(sentencesOf(declarationFaults({ name: "x", actuators: [timeInput("wake", odd)] }))).toEqual([
    'The option platform is "datetime"; it is "time" or "text".',
    expect.stringContaining("There is no option"),
    "The option initial is 630; it is text.",
  ]);
  const faults = (rule: unknown) => {
    const actuators = [timeInput("wake"), timeInput("rest")];
    return sentencesOf(declarationFaults({ name: "x", actuators, rules: [rule] as never }));
  };
  expect(faults(when("rest").is("22:00").set("wake", "08:00"))).toEqual([]);
  expect(faults(when("rest").is("22:00").set("wake", "8:00"))).toEqual([
    'The rule on "rest" names the state "8:00" of "wake"; it is a time from 00:00 to 23:59.',
  ]);
});

test.each([
  ["time", {}],
  ["text", { min: 5, pattern: "([01]\\d|2[0-3]):[0-5]\\d$" }],
] as const)("Home Assistant shows the time as %s and sets it", (platform, shown) => {
  const wake = timeInput("wake", { initial: "06:30", platform, category: "config" });
  const run = startActing({ discovery: homeAssistant(), actuators: [wake] });
  const registry = createRegistry();
  const listen = () => {
    const { received } = run.broker;
    for (const { topic, payload } of received)
      if (topic.startsWith("homeassistant/")) registry.discover(topic.replace("homeassistant/", ""), payload);
    for (const { topic, payload } of received) registry.hear(topic, payload, run.clock.now());
  };
  listen();
  const [id = ""] = registry.uniqueIds().filter((id) => id.endsWith("-wake"));
  const { platform: announced, config } = registry.entity(id);
  expect([announced, config]).toMatchObject([platform, { ...shown, qos: 1 }]);
  const [sent] = messagesOf(platform, config, platform === "text" ? { text: "07:05" } : { time: "07:05:00" });
  run.broker.deliver(sent?.topic ?? "", sent?.payload ?? "");
  run.pass(200);
  listen();
  const seen = platform === "text" ? "07:05" : "07:05:00";
  expect([registry.stateOf(id, run.clock.now()), registry.complaints]).toEqual([seen, []]);
});
