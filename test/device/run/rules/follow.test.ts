// An actuator that follows a sensor: where the curve puts it, and who wins when somebody wants something else.
import { expect, test } from "vitest";
import { seconds } from "../../../../src/bytes/milliseconds.ts";
import { type LightOptions, light } from "../../../../src/device/declare/actuators/light.ts";
import { numberInput } from "../../../../src/device/declare/actuators/number-input.ts";
import { type FollowOptions, follow } from "../../../../src/device/declare/rules/follow.ts";
import { when } from "../../../../src/device/declare/rules/when.ts";
import { deadBand } from "../../../../src/device/run/filters/dead-band.ts";
import { notedPart, type Probe, probeSensor, startActing } from "../../acting-device.ts";

const CURVE = [
  [20, 0],
  [24, 40],
  [28, 100],
] as const;

/** A fan that follows a probe, and what its part was driven to. */
function fan(options: FollowOptions = {}, first: number | "dead" = 190, step = 1) {
  const probe: Probe = { tenths: first === "dead" ? undefined : first };
  const part = notedPart(100);
  const run = startActing({
    sensors: [probeSensor(probe, "temperature", { timeout: seconds(3), filters: [deadBand(5)] })],
    actuators: [numberInput("fan", part, { min: 0, max: 100, step, atStart: step === 1 ? 7 : 0 })],
    follows: [follow("fan", "temperature", CURVE, options)],
  });
  const warm = (now: number | undefined, ms = 2000) => {
    probe.tenths = now;
    run.pass(ms);
  };
  run.pass(2000);
  return { ...run, driven: part.driven, warm };
}

test("a number follows its curve and stays at the ends", () => {
  const { driven, warm } = fan();
  for (const tenths of [200, 201, 220, 240, 241, 279, 280, 500]) warm(tenths);
  expect(driven).toEqual([7, 0, 1, 20, 40, 42, 99, 100]);
});

test("a following number is rounded to its nearest step", () => {
  const { driven, warm } = fan({}, 190, 25);
  for (const tenths of [212, 213, 238, 270, 280]) warm(tenths);
  expect(driven).toEqual([0, 25, 50, 75, 100]);
});

test("a following actuator publishes each new value once", () => {
  const { warm, saidOf } = fan();
  saidOf("fan");
  for (const tenths of [220, 220, 220, 230]) warm(tenths);
  expect(saidOf("fan")).toEqual(["20", "30"]);
});

test("a command holds until the curve gives another value", () => {
  const { driven, warm, command } = fan({}, 220);
  command("fan", "90");
  warm(220);
  expect(driven).toEqual([7, 20, 90]);
  warm(221);
  expect(driven).toEqual([7, 20, 90, 21]);
});

test("a silent sensor leaves the following number unchanged", () => {
  const { driven, warm } = fan({}, 220);
  warm(undefined, 20_000);
  expect(driven).toEqual([7, 20]);
});

test("whenSilent applies after the sensor's timeout, until the next reading", () => {
  const { driven, warm } = fan({ whenSilent: 60 }, 220);
  warm(undefined, 2000);
  expect(driven).toEqual([7, 20]);
  warm(undefined, 4000);
  expect(driven).toEqual([7, 20, 60]);
  warm(220);
  expect(driven).toEqual([7, 20, 60, 20]);
});

test("whenSilent applies from the start when the sensor never reads", () => {
  const { driven, warm } = fan({ whenSilent: 60 }, "dead");
  warm(undefined, 6000);
  expect(driven).toEqual([7, 60]);
});

function lamp(options: LightOptions<never, "temperature">) {
  const probe: Probe = { tenths: 200 };
  const damp: Probe = { tenths: 500 };
  const part = notedPart(255);
  const run = startActing({
    sensors: [probeSensor(probe, "temperature"), probeSensor(damp, "damp")],
    actuators: [light("lamp", part, options)],
    follows: [
      follow("lamp", "damp", [
        [40, 200],
        [60, 0],
      ]),
    ],
  });
  run.pass(2000);
  return { ...run, driven: part.driven, probe, damp };
}

test("a light's brightness follows its curve, and is off at 0", () => {
  const { damp, pass, saidOf } = lamp({});
  damp.tenths = 700;
  pass(2000);
  expect(saidOf("lamp")).toEqual(["off", "on", "off"]);
});

test("a light that may turn on again follows its reading", () => {
  const { driven, probe, pass, said } = lamp({ onlyWhile: { temperature: { below: 30 } } });
  probe.tenths = 310;
  pass(2000);
  expect(driven.at(-1)).toBe(0);
  said();
  probe.tenths = 200;
  pass(2000);
  expect(driven.slice(1).filter((value) => value > 0)).toHaveLength(2);
  expect(driven.at(-1)).toBe(driven.find((value) => value > 0));
});

test("the newer of a rule and a curve wins their actuator", () => {
  const probe: Probe = { tenths: 220 };
  const part = notedPart(255);
  const run = startActing({
    sensors: [probeSensor(probe, "temperature")],
    actuators: [light("lamp", part, {})],
    rules: [when("temperature").above(25).keep("lamp", "off")],
    follows: [
      follow("lamp", "temperature", [
        [20, 10],
        [24, 50],
      ]),
    ],
  });
  run.pass(2000);
  probe.tenths = 260;
  run.pass(2000);
  expect(part.driven.at(-1)).toBe(0);
});

test("a position that sensors forbid is tried once", () => {
  const { damp, pass, saidOf, driven } = lamp({ onlyWhile: { temperature: { above: 30 } } });
  saidOf("problem");
  for (const tenths of [510, 520, 530]) {
    damp.tenths = tenths;
    pass(1000);
  }
  expect([saidOf("problem"), driven]).toEqual([[], [0]]);
});

test("a temporarily refused position is tried again later", () => {
  const refuses = { whileHeldBack: "refuse", minimumOff: seconds(10) } as const;
  const { pass, driven } = lamp(refuses);
  expect(driven).toEqual([0]);
  pass(10_000);
  expect(driven).toEqual([0, 100]);
});

test("the curve controls the actuator again when the broker returns", () => {
  const { world, driven, pass } = lamp({ whenOffline: { after: seconds(20), state: "off" } });
  world.setNetwork(false);
  pass(40_000);
  expect(driven).toEqual([0, 100, 0]);
  world.setNetwork(true);
  pass(60_000);
  expect(driven).toEqual([0, 100, 0, 100]);
});

test("a refused command does not advance the curve", () => {
  const { driven, command, pass } = lamp({ whileHeldBack: "refuse", minimumOff: seconds(10) });
  pass(10_000);
  command("lamp", "off");
  command("lamp", "on");
  pass(20_000);
  expect(driven).toEqual([0, 100, 0]);
});
