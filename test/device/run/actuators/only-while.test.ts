// An actuator that is out of its rest only while its sensors let it: whoever asks, and whatever it was before.
import { describe, expect, test } from "vitest";
import { minutes, seconds } from "../../../../src/bytes/milliseconds.ts";
import { light } from "../../../../src/device/declare/actuators/light.ts";
import { lock } from "../../../../src/device/declare/actuators/lock.ts";
import { powerSwitch, type SwitchOptions } from "../../../../src/device/declare/actuators/switch.ts";
import { valve } from "../../../../src/device/declare/actuators/valve.ts";
import type { DeviceDeclaration } from "../../../../src/device/declare/device.ts";
import { when } from "../../../../src/device/declare/rules/when.ts";
import { NEXT_PROBLEM } from "../../../../src/device/run/health.ts";
import { PERSISTED_STATES_RECORD } from "../../../../src/device/run/persisted-states.ts";
import type { Reading } from "../../../../src/reading/reading.ts";
import { notedPart, type Probe, probeSensor, type Surroundings, startActing } from "../../acting-device.ts";

const LOW = 0;
const OK = 10;
const ONLY = "pump: it may be on only while level is ok";

function levelSensor(probe: Probe) {
  return probeSensor(probe, "level", { decimals: 0, states: ["low", "ok"], timeout: seconds(20) });
}

/** A pump that is on only while the float switch says "ok". What it is told at its start is read already. */
function withPump(
  level: Reading,
  options: SwitchOptions = {},
  more: Partial<DeviceDeclaration> = {},
  around: Surroundings = {},
) {
  const probe: Probe = { tenths: level };
  const part = notedPart();
  const { actuators = [], sensors = [], ...rest } = more;
  const run = startActing(
    {
      sensors: [levelSensor(probe), ...sensors],
      actuators: [powerSwitch("pump", part, { onlyWhile: { level: "ok" }, ...options }), ...actuators],
      ...rest,
    },
    around,
  );
  return { ...run, probe, part, heard: () => run.said().filter((line) => !line.startsWith("level=")) };
}

describe("a command to an actuator with onlyWhile", () => {
  test("a command is obeyed while the sensor permits", () => {
    const run = withPump(OK);
    run.heard();
    run.command("pump", "on");
    expect(run.part.driven).toEqual([0, 1]);
    expect(run.heard()).toEqual(["pump=on"]);
  });

  test("a command against the sensor is refused with a problem", () => {
    const run = withPump(LOW);
    run.heard();
    run.command("pump", "on");
    const refused = ["pump=off", `pump/problem=${ONLY.replace("pump: ", "")}`, `problem=${ONLY}`];
    expect(run.heard()).toEqual(refused);
    run.command("pump", "on");
    expect(run.heard()).toEqual(refused);
    expect(run.part.driven).toEqual([0]);
  });

  test("a refused command is not repeated when its problem ends", () => {
    const run = withPump(LOW);
    run.command("pump", "on");
    run.heard();
    run.probe.tenths = OK;
    run.pass(5000);
    expect(run.heard()).toEqual(["problem=none"]);
    expect(run.part.driven).toEqual([0]);
    run.command("pump", "on");
    expect(run.part.driven).toEqual([0, 1]);
  });

  test("an off command clears the problem", () => {
    const run = withPump(LOW);
    run.command("pump", "on");
    run.heard();
    run.command("pump", "off");
    expect(run.heard()).toEqual(["pump=off", "pump/problem=none", "problem=none"]);
  });
});

describe("a forbidding reading", () => {
  test("a forbidding reading switches the actuator off with a problem", () => {
    const run = withPump(OK);
    run.command("pump", "on");
    run.heard();
    run.probe.tenths = LOW;
    run.pass(1100);
    expect(run.part.driven).toEqual([0, 1, 0]);
    expect(run.heard()).toEqual(["pump=off", `problem=${ONLY}`]);
    run.probe.tenths = OK;
    run.pass(minutes(1));
    expect(run.part.driven).toEqual([0, 1, 0]);
    expect(run.heard()).toEqual(["problem=none"]);
  });

  test("a forbidding reading stays the reported reason beside a rule", () => {
    const run = withPump(OK, {}, { rules: [when("level").is("low").keep("pump", "off")] });
    run.command("pump", "on");
    run.heard();
    run.probe.tenths = LOW;
    run.pass(1100);
    expect(run.part.driven.at(-1)).toBe(0);
    expect(run.heard()).toEqual(["pump=off", `problem=${ONLY}`]);
    run.pass(minutes(1));
    expect(run.heard()).toEqual([]);
    run.command("pump", "off");
    expect(run.heard()).toEqual(["pump=off", "problem=none"]);
  });

  test("a forbidding reading ends a minimum time and cancels deferred commands", () => {
    const run = withPump(OK, { minimumOn: minutes(1), minimumOff: seconds(10) });
    run.pass(10_000);
    run.command("pump", "on");
    run.command("pump", "off");
    run.probe.tenths = LOW;
    run.pass(1100);
    expect(run.part.driven).toEqual([0, 1, 0]);
    run.probe.tenths = OK;
    run.pass(1100);
    run.command("pump", "on");
    expect(run.saidOf("problem").at(-1)).toBe("pump: it waits for its minimum time");
    run.probe.tenths = LOW;
    run.pass(1100);
    expect(run.saidOf("problem")).toEqual([ONLY]);
    run.probe.tenths = OK;
    run.pass(minutes(1));
    expect(run.part.driven).toEqual([0, 1, 0]);
  });

  test("a sensor without a reading for its timeout forbids as well", () => {
    const run = withPump(OK);
    run.command("pump", "on");
    run.probe.tenths = undefined;
    run.pass(15_000);
    expect(run.part.driven).toEqual([0, 1]);
    run.pass(6000);
    expect(run.part.driven).toEqual([0, 1, 0]);
  });

  test("a forbidding reading leaves an idle part alone and reports nothing", () => {
    const run = withPump(OK);
    run.heard();
    run.probe.tenths = LOW;
    run.pass(5000);
    expect(run.heard()).toEqual([]);
  });
});

describe("the start state under onlyWhile", () => {
  test("the start state is applied only after the first reading", () => {
    const run = withPump(OK, { atStart: "on" });
    expect(run.part.driven).toEqual([0, 1]);
    expect(run.saidOf("pump").at(-1)).toBe("on");
  });

  test("the start state is discarded when the first reading forbids it", () => {
    const run = withPump(LOW, { atStart: "on" });
    run.probe.tenths = OK;
    run.pass(5000);
    expect(run.part.driven).toEqual([0]);
  });

  test("the start state is discarded without a reading before the timeout", () => {
    const run = withPump(undefined, { atStart: "on" });
    run.pass(25_000);
    run.probe.tenths = OK;
    run.pass(5000);
    expect(run.part.driven).toEqual([0]);
  });

  test("the start state is applied by a reading before the timeout", () => {
    const run = withPump(undefined, { atStart: "on" });
    run.pass(5000);
    run.probe.tenths = OK;
    run.pass(1100);
    expect(run.part.driven).toEqual([0, 1]);
  });

  test("a command refused before the first reading cancels the start state", () => {
    const run = withPump(undefined, { atStart: "on" });
    run.said();
    run.command("pump", "on");
    expect(run.saidOf("pump")).toEqual(["off"]);
    run.probe.tenths = OK;
    run.pass(5000);
    expect(run.part.driven).toEqual([0]);
  });

  test.each<[string, Reading, number[], string]>([
    ["is restored", OK, [0, 1], "\npump=1\n"],
    ["is not restored, nor at the next start,", LOW, [0], "\npump=0\n"],
  ])("a kept start state %s by the first reading", (_what, level, driven, kept) => {
    const storage = new Map([[PERSISTED_STATES_RECORD, "\npump=1\n"]]);
    const run = withPump(level, { atStart: "last" }, {}, { storage });
    run.pass(11_000);
    expect(run.part.driven).toEqual(driven);
    expect(storage.get(PERSISTED_STATES_RECORD)).toBe(kept);
  });
});

describe("a rule under onlyWhile", () => {
  const temperature: Probe = { tenths: 150 };
  const warm = {
    sensors: [probeSensor(temperature, "temperature")],
    rules: [when("temperature").below(19).until(20).keep("pump", "on")],
  };

  test("a rule turns the actuator on only once the sensor permits it", () => {
    const run = withPump(LOW, {}, warm);
    expect(run.part.driven).toEqual([0]);
    expect(run.saidOf("problem").at(-1)).toBe(ONLY);
    run.probe.tenths = OK;
    run.pass(1100);
    expect(run.part.driven).toEqual([0, 1]);
    expect(run.saidOf("problem")).toEqual(["none"]);
    run.probe.tenths = LOW;
    run.pass(1100);
    run.probe.tenths = OK;
    run.pass(1100);
    expect(run.part.driven).toEqual([0, 1, 0, 1]);
  });

  test("a rule that starts with the forbidding reading never drives the part", () => {
    const probe: Probe = { tenths: OK };
    const part = notedPart();
    const run = startActing({
      sensors: [levelSensor(probe), probeSensor(probe, "tank")],
      actuators: [powerSwitch("pump", part, { onlyWhile: { level: "ok" } })],
      rules: [when("tank").below(1).keep("pump", "on")],
    });
    probe.tenths = LOW;
    run.pass(3000);
    expect(part.driven).toEqual([0]);
  });

  test("a rule whose condition ended does not restart a stopped actuator", () => {
    temperature.tenths = 150;
    const run = withPump(OK, {}, warm);
    run.probe.tenths = LOW;
    run.pass(1100);
    temperature.tenths = 250;
    run.pass(1100);
    run.probe.tenths = OK;
    run.pass(1100);
    expect(run.part.driven).toEqual([0, 1, 0]);
  });

  test("a rule that keeps an actuator on restores it when permitted", () => {
    const override: Probe = { tenths: 10 };
    const run = withPump(
      LOW,
      {},
      {
        sensors: [probeSensor(override, "override", { decimals: 0, states: ["on", "off"] })],
        rules: [when("override").is("off").keep("pump", "off")],
      },
    );
    override.tenths = 0;
    run.pass(1100);
    expect(run.part.driven).toEqual([0]);
    run.probe.tenths = OK;
    run.pass(1100);
    expect(run.part.driven).toEqual([0, 1]);
  });

  test("a rule before the first reading is obeyed with it", () => {
    temperature.tenths = 150;
    const run = withPump(undefined, {}, warm);
    run.pass(5000);
    run.probe.tenths = OK;
    run.pass(1100);
    expect(run.part.driven).toEqual([0, 1]);
  });

  test("a rule does not restart an actuator that somebody switched off", () => {
    temperature.tenths = 150;
    const run = withPump(OK, {}, warm);
    run.command("pump", "off");
    run.probe.tenths = LOW;
    run.pass(1100);
    run.probe.tenths = OK;
    run.pass(1100);
    expect(run.part.driven).toEqual([0, 1, 0]);
  });

  test("a toggling rule that is refused is not repeated later", () => {
    const pressed: Probe = { tenths: 0 };
    const run = withPump(
      LOW,
      {},
      {
        sensors: [probeSensor(pressed, "button", { decimals: 0, states: ["up", "down"] })],
        rules: [when("button").is("down").toggle("pump")],
      },
    );
    pressed.tenths = 10;
    run.pass(1100);
    expect(run.saidOf("problem").at(-1)).toBe(ONLY);
    run.probe.tenths = OK;
    run.pass(1100);
    expect(run.part.driven).toEqual([0]);
  });
});

describe("onlyWhile without the broker", () => {
  test("the whenOffline state waits until onlyWhile permits it", () => {
    const run = withPump(LOW, { whenOffline: { after: seconds(30), state: "on" } });
    run.world.setNetwork(false);
    run.pass(60_000);
    expect(run.part.driven).toEqual([0]);
    run.probe.tenths = OK;
    run.pass(1100);
    expect(run.part.driven).toEqual([0, 1]);
  });

  test("a forbidding reading switches the actuator off also without the broker", () => {
    const run = withPump(OK);
    run.command("pump", "on");
    run.world.setNetwork(false);
    run.probe.tenths = LOW;
    run.pass(1100);
    expect(run.part.driven).toEqual([0, 1, 0]);
  });
});

describe("several onlyWhile readings", () => {
  const water: Probe = { tenths: 400 };
  const override: Probe = { tenths: 0 };
  const more = {
    sensors: [
      probeSensor(water, "water"),
      probeSensor(override, "override", { decimals: 0, states: ["off", "on"] }),
    ],
  };
  const options: SwitchOptions = {
    onlyWhile: { level: "ok", water: { above: 5, below: 60 } },
    orWhile: [{ override: "on" }],
  };

  test.each<[string, Reading, Reading, Reading, boolean]>([
    ["all of the first are as they must be", OK, 400, 0, true],
    ["one of them is not", LOW, 400, 0, false],
    ["the other one is not", OK, 600, 0, false],
    ["a value is at its upper bound less a digit", OK, 599, 0, true],
    ["a value is at its lower bound", OK, 50, 0, false],
    ["a value is above its lower bound", OK, 51, 0, true],
    ["one of them is not there", undefined, 400, 0, false],
    ["the second is as it must be", LOW, 900, 10, true],
    ["the second is, and the first are not there", undefined, undefined, 10, true],
  ])("%s: a command is obeyed or refused", (_what, level, tenths, over, isObeyed) => {
    water.tenths = tenths;
    override.tenths = over;
    const run = withPump(level, options, more);
    run.pass(2000);
    run.command("pump", "on");
    expect(run.part.driven).toEqual(isObeyed ? [0, 1] : [0]);
    const problem =
      "pump: it may be on only while level is ok and water is above 5.0 and below 60.0, or while override is on";
    expect(run.saidOf("problem").some((text) => text.split(NEXT_PROBLEM).includes(problem))).toBe(!isObeyed);
  });
});

describe("onlyWhile with other policies and kinds", () => {
  test("a refused actuator leaves its interlocked actuators unchanged", () => {
    const otherPart = notedPart();
    const run = withPump(LOW, { notWith: "other" }, { actuators: [powerSwitch("other", otherPart)] });
    run.command("other", "on");
    run.command("pump", "on");
    expect(otherPart.driven).toEqual([0, 1]);
  });

  test("a lamp that refused a brightness keeps its earlier one", () => {
    const probe: Probe = { tenths: OK };
    const led = notedPart(255);
    const run = startActing({
      sensors: [levelSensor(probe)],
      actuators: [light("lamp", led, { atStart: "on", onlyWhile: { level: "ok" } })],
    });
    run.command("lamp/brightness", "40");
    probe.tenths = LOW;
    run.pass(1100);
    run.command("lamp/brightness", "90");
    probe.tenths = OK;
    run.pass(1100);
    run.command("lamp", "on");
    expect(led.driven).toEqual([0, 255, 40, 0, 40]);
  });

  test("a lock or valve opened by hand is closed again", () => {
    const probe: Probe = { tenths: LOW };
    const shut: Probe = { tenths: 10 };
    const [motor, bolt] = [notedPart(), notedPart()];
    const run = startActing({
      sensors: [levelSensor(probe), probeSensor(shut, "shut", { decimals: 0 })],
      actuators: [
        valve("water", motor, { onlyWhile: { level: "ok" }, confirmedBy: { sensor: "shut" } }),
        lock("door", bolt, { onlyWhile: { level: 1 } }),
      ],
    });
    run.pass(2000);
    shut.tenths = 0;
    run.pass(1100);
    expect(motor.driven).toEqual([0, 0]);
    const refused = "water: it may be open only while level is ok";
    expect(run.saidOf("problem").at(-1)).toBe(refused);
    run.command("door", "unlock");
    expect(run.saidOf("problem")).toEqual([`${refused};\ndoor: it may be unlocked only while level is 1`]);
    expect(bolt.driven).toEqual([0]);
  });
});
