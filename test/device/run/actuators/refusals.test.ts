// Commands that an actuator refuses while a minimum time holds it at rest, and those that it lets wait.
import { describe, expect, test } from "vitest";
import { hours, minutes, seconds } from "../../../../src/bytes/milliseconds.ts";
import { type ButtonOptions, button } from "../../../../src/device/declare/actuators/button.ts";
import type { ActuatorDeclaration } from "../../../../src/device/declare/actuators/declaration.ts";
import { light } from "../../../../src/device/declare/actuators/light.ts";
import { lock } from "../../../../src/device/declare/actuators/lock.ts";
import { powerSwitch } from "../../../../src/device/declare/actuators/switch.ts";
import { type ValveOptions, valve } from "../../../../src/device/declare/actuators/valve.ts";
import type { DeviceDeclaration } from "../../../../src/device/declare/device.ts";
import { follow } from "../../../../src/device/declare/rules/follow.ts";
import { when } from "../../../../src/device/declare/rules/when.ts";
import type { Drivable } from "../../../../src/reading/part.ts";
import { notedPart, type Probe, probeSensor, startActing } from "../../acting-device.ts";

/** The problem that says so, as the broker hears it. */
const lasts = (time: string) => `refused: its minimum time lasts ${time} more`;
const problem = (name: string, time: string) => `problem=${name}: ${lasts(time)}`;
/** The answer to whoever sent it, and the problem. */
const refusal = (name: string, time: string) => [`${name}/problem=${lasts(time)}`, problem(name, time)];

/** A dosing pump behind a button, a minute after its minimum time since the start is over. */
function withDoser(options: ButtonOptions = {}) {
  const part = notedPart();
  const run = startActing({ actuators: [button("dose", part, { minimumOff: hours(4), ...options })] });
  run.pass(hours(4) + minutes(1));
  run.said();
  return { ...run, part };
}

/** A valve for water, whose minimum time since the start is not over. What is told at its start is read. */
function withValve(options: ValveOptions = {}, more: Partial<DeviceDeclaration> = {}) {
  const part = notedPart();
  const { actuators = [], ...rest } = more;
  const run = startActing({
    actuators: [valve("water", part, { minimumOff: seconds(60), ...options }), ...actuators],
    ...rest,
  });
  run.said();
  return { ...run, part, heard: () => run.said().filter((line) => !line.startsWith("wet=")) };
}

describe("a button with a minimum time", () => {
  test("a button with a minimum time refuses presses within it", () => {
    const run = withDoser();
    run.command("dose", "press");
    run.pass(1000);
    expect(run.part.driven).toEqual([0, 1, 0]);
    run.command("dose", "press");
    expect(run.said()).toEqual(refusal("dose", "4 h"));
    run.pass(hours(3));
    expect(run.said()).toEqual(["problem=none"]);
    run.command("dose", "press");
    expect(run.said()).toEqual(refusal("dose", "60 min"));
    run.pass(hours(9));
    expect(run.part.driven).toEqual([0, 1, 0]);
    expect(run.said()).toEqual(["problem=none"]);
    run.command("dose", "press");
    run.pass(1000);
    expect(run.part.driven).toEqual([0, 1, 0, 1, 0]);
    expect(run.said()).toEqual(["dose/problem=none", "problem=none"]);
  });

  test("a button's minimum time counts from the start", () => {
    const part = notedPart();
    const run = startActing({ actuators: [button("dose", part, { minimumOff: seconds(30) })] });
    run.command("dose", "press");
    expect(run.saidOf("problem").at(-1)).toBe(`dose: ${lasts("30 s")}`);
    expect(part.driven).toEqual([0]);
  });

  test("a button may defer a press instead of refusing it", () => {
    const run = withDoser({ whileHeldBack: "wait" });
    run.command("dose", "press");
    run.pass(1000);
    run.command("dose", "press");
    expect(run.saidOf("problem")).toEqual(["dose: it waits for its minimum time"]);
    run.pass(hours(4));
    expect(run.part.driven).toEqual([0, 1, 0, 1, 0]);
  });

  test("a press during a button's pulse causes no problem", () => {
    const run = withDoser({ pulse: seconds(5) });
    run.command("dose", "press");
    run.command("dose", "press");
    run.pass(10_000);
    expect(run.part.driven).toEqual([0, 1, 0]);
    expect(run.said()).toEqual([]);
  });
});

describe("an early command", () => {
  const refused = { minimumOff: seconds(60), whileHeldBack: "refuse" } as const;
  test.each<[string, (part: Drivable) => ActuatorDeclaration, string, boolean]>([
    ["valve", (part) => valve("one", part, { minimumOff: seconds(60) }), "open", true],
    ["lock", (part) => lock("one", part, { minimumOff: seconds(60) }), "unlock", true],
    ["switch", (part) => powerSwitch("one", part, { minimumOff: seconds(60) }), "on", false],
    ["switch that says so", (part) => powerSwitch("one", part, refused), "on", true],
  ])("an early command is refused or deferred by default for: %s", (_kind, declare, payload, isRefused) => {
    const part = notedPart();
    const run = startActing({ actuators: [declare(part)] });
    const before = run.said().find((line) => line.startsWith("one="));
    run.command("one", payload);
    const words = isRefused ? lasts("60 s") : "it waits for its minimum time";
    expect(run.said()).toEqual([
      before,
      ...(isRefused ? [`one/problem=${words}`] : []),
      `problem=one: ${words}`,
    ]);
    run.pass(120_000);
    expect(part.driven).toEqual(isRefused ? [0] : [0, 1]);
    expect(run.saidOf("problem")).toEqual(["none"]);
  });

  test("a deferred early command is applied after the minimum time", () => {
    const run = withValve({ whileHeldBack: "wait" });
    run.command("water", "open");
    run.pass(60_000);
    expect(run.part.driven).toEqual([0, 1]);
  });

  test("each early command is answered with its remaining wait", () => {
    const run = withValve();
    run.command("water", "open");
    run.pass(30_000);
    run.command("water", "open");
    expect(run.heard()).toEqual([
      "water=closed",
      ...refusal("water", "60 s"),
      "water=closed",
      ...refusal("water", "30 s"),
    ]);
  });

  test("an early command's problem lasts a minute after the last one", () => {
    const run = withValve({ minimumOff: minutes(5) });
    run.command("water", "open");
    run.pass(30_000);
    run.command("water", "open");
    run.heard();
    run.pass(59_000);
    expect(run.heard()).toEqual([]);
    run.pass(1000);
    expect(run.heard()).toEqual(["problem=none"]);
    run.pass(minutes(10));
    expect(run.heard()).toEqual([]);
  });

  test("an early command's problem lasts a minute also across the wrap", () => {
    const run = startActing(
      { actuators: [valve("water", notedPart(), { minimumOff: minutes(5) })] },
      { startAt: 2 ** 31 - 30_000 },
    );
    run.command("water", "open");
    run.saidOf("problem");
    run.pass(59_000);
    expect(run.saidOf("problem")).toEqual([]);
    run.pass(1000);
    expect(run.saidOf("problem")).toEqual(["none"]);
  });

  test("an off command cancels a refused early command", () => {
    const run = withValve();
    run.command("water", "open");
    run.heard();
    run.command("water", "close");
    expect(run.heard()).toEqual(["water=closed", "water/problem=none", "problem=none"]);
  });

  test("an early command is obeyed although the clock wrapped meanwhile", () => {
    const part = notedPart();
    const declaration = { actuators: [valve("water", part, { minimumOff: minutes(2) })] };
    const run = startActing(declaration, { startAt: 2 ** 31 - 60_000 });
    run.command("water", "open");
    run.pass(110_000);
    run.command("water", "open");
    expect(run.saidOf("problem").at(-1)).toBe(`water: ${lasts("10 s")}`);
    run.pass(15_000);
    run.command("water", "open");
    expect(part.driven).toEqual([0, 1]);
  });
});

test("an off command is deferred, even where others are refused", () => {
  const run = withValve({ minimumOn: seconds(30), whileHeldBack: "refuse" });
  run.pass(60_000);
  run.command("water", "open");
  run.command("water", "close");
  expect(run.saidOf("problem")).toEqual(["water: it waits for its minimum time"]);
  run.pass(31_000);
  expect(run.part.driven).toEqual([0, 1, 0]);
});

describe("an early rule", () => {
  const wet: Probe = { tenths: 0 };
  const sensors = [probeSensor(wet, "wet")];

  test.each([
    ["keeps", "before", when("wet").below(1).keep("water", "open")],
    ["keeps", "after", when("wet").below(1).keep("water", "open")],
    ["sets", "before", when("wet").below(1).set("water", "open")],
  ])("an early rule that %s stays a problem with a command %s it", (_what, order, rule) => {
    wet.tenths = 90;
    const run = withValve({ minimumOff: minutes(10) }, { sensors, rules: [rule] });
    run.pass(2000);
    if (order === "before") run.command("water", "open");
    wet.tenths = 0;
    run.pass(2000);
    if (order === "after") run.command("water", "open");
    expect(run.saidOf("problem").at(-1)).toMatch(/^water: refused/);
    run.pass(minutes(5));
    expect(run.saidOf("problem")).toEqual([]);
    run.pass(minutes(6));
    expect(run.saidOf("problem").at(-1)).toBe("none");
  });

  test("an early follow rule stays a problem after a command", () => {
    wet.tenths = 0;
    const lamp = light("water", notedPart(255), { minimumOff: minutes(10), whileHeldBack: "refuse" });
    const follows = [
      follow("water", "wet", [
        [0, 0],
        [9, 90],
      ]),
    ];
    const run = startActing({ sensors, actuators: [lamp], follows });
    run.pass(2000);
    run.command("water", "on");
    wet.tenths = 90;
    run.pass(minutes(5));
    expect(run.saidOf("problem").at(-1)).toMatch(/^water: refused/);
    run.pass(minutes(6));
    expect(run.saidOf("problem").at(-1)).toBe("none");
  });

  test("an early keep rule is refused and retried later", () => {
    wet.tenths = 0;
    const run = withValve({}, { sensors, rules: [when("wet").below(1).keep("water", "open")] });
    run.pass(2000);
    expect(run.part.driven).toEqual([0]);
    run.pass(60_000);
    expect(run.part.driven).toEqual([0, 1]);
    expect(run.saidOf("problem").at(-1)).toBe("none");
  });

  test("an early keep rule is not retried after its condition ends", () => {
    wet.tenths = 0;
    const run = withValve({}, { sensors, rules: [when("wet").below(1).keep("water", "open")] });
    run.pass(2000);
    wet.tenths = 90;
    run.pass(120_000);
    expect(run.part.driven).toEqual([0]);
    expect(run.saidOf("problem").at(-1)).toBe("none");
  });

  test.each([
    ["sets", when("wet").below(1).set("water", "open")],
    ["sets it for a time", when("wet").below(1).setFor("water", "open", minutes(3))],
    ["toggles", when("wet").below(1).toggle("water")],
  ])("an early rule that %s is refused finally", (_what, rule) => {
    wet.tenths = 0;
    const run = withValve({}, { sensors, rules: [rule] });
    run.pass(minutes(5));
    expect(run.part.driven).toEqual([0]);
    expect(run.saidOf("problem").at(-1)).toBe("none");
  });
});

describe("policies beside the minimum time", () => {
  test("an interlock refuses a command during the rival's minimum time", () => {
    const [first, second] = [notedPart(), notedPart()];
    const run = startActing({
      actuators: [
        valve("one", first, { notWith: "other" }),
        powerSwitch("other", second, { minimumOn: seconds(30) }),
      ],
    });
    run.command("other", "on");
    run.said();
    run.command("one", "open");
    expect(run.said()).toEqual([
      "one=closed",
      "one/problem=refused: the minimum time of what it must not be on with lasts 30 s more",
      `problem=one: refused: the minimum time of what it must not be on with lasts 30 s more`,
    ]);
    run.pass(60_000);
    expect([first.driven, second.driven]).toEqual([[0], [0, 1]]);
    expect(run.saidOf("problem")).toEqual(["none"]);
    run.command("one", "open");
    expect([first.driven, second.driven]).toEqual([
      [0, 1],
      [0, 1, 0],
    ]);
  });

  test("an offline state is deferred, not refused as early", () => {
    const run = withValve({ minimumOff: minutes(5), whenOffline: { after: seconds(30), state: "open" } });
    run.world.setNetwork(false);
    run.pass(minutes(4));
    expect(run.part.driven).toEqual([0]);
    run.pass(minutes(1));
    expect(run.part.driven).toEqual([0, 1]);
  });

  test("a forbidding sensor is reported before the minimum time", () => {
    const level: Probe = { tenths: 0 };
    const run = withValve(
      { onlyWhile: { level: 1 } },
      { sensors: [probeSensor(level, "level", { decimals: 0 })] },
    );
    run.pass(2000);
    run.command("water", "open");
    run.pass(60_000);
    run.command("water", "open");
    expect(run.saidOf("problem").at(-1)).toBe("water: it may be open only while level is 1");
    level.tenths = 10;
    run.pass(2000);
    run.command("water", "open");
    expect(run.part.driven).toEqual([0, 1]);
  });
});
