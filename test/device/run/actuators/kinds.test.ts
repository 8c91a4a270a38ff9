// Each kind of actuator: its commands, its states, what its part is driven to, and what it refuses.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seconds } from "../../../../src/bytes/milliseconds.ts";
import { button } from "../../../../src/device/declare/actuators/button.ts";
import type { ActuatorDeclaration } from "../../../../src/device/declare/actuators/declaration.ts";
import { light } from "../../../../src/device/declare/actuators/light.ts";
import { lock } from "../../../../src/device/declare/actuators/lock.ts";
import { numberInput } from "../../../../src/device/declare/actuators/number-input.ts";
import { selectInput } from "../../../../src/device/declare/actuators/select-input.ts";
import { siren } from "../../../../src/device/declare/actuators/siren.ts";
import { powerSwitch } from "../../../../src/device/declare/actuators/switch.ts";
import { valve } from "../../../../src/device/declare/actuators/valve.ts";
import { NOT_UNDERSTOOD } from "../../../../src/device/run/actuators/behaviour.ts";
import { valueOnly } from "../../../../src/device/run/actuators/parts-without-hardware.ts";
import { notedPart, startActing } from "../../acting-device.ts";

/** Starts a device with one actuator, and forgets what it said when it started. */
function started(declaration: ActuatorDeclaration) {
  const run = startActing({ actuators: [declaration] });
  run.said();
  return run;
}

describe.each([
  ["switch", powerSwitch, ["on", "off"], ["on", "off"], "the commands are on and off"],
  ["siren", siren, ["on", "off"], ["on", "off"], "the commands are on and off"],
  ["lock", lock, ["unlock", "lock"], ["unlocked", "locked"], "the commands are lock and unlock"],
  ["valve", valve, ["open", "close"], ["open", "closed"], "the commands are open and close"],
  ["light", light, ["on", "off"], ["on", "off"], "the commands are on and off"],
] as const)("a %s", (_kind, declare, [leave, rest], [active, resting], allowed) => {
  test("each kind starts at rest, follows commands and publishes its state", () => {
    const part = notedPart();
    const run = startActing({ actuators: [declare("it", part)] });
    expect(run.saidOf("it")).toEqual([resting]);
    run.command("it", leave);
    run.command("it", rest);
    expect(run.saidOf("it")).toEqual([active, resting]);
    expect(part.driven).toEqual([0, 1, 0]);
  });

  test("each kind acknowledges an unchanged command without driving its part", () => {
    const part = notedPart();
    const run = started(declare("it", part));
    run.command("it", rest);
    run.command("it", leave);
    run.command("it", leave);
    expect(run.saidOf("it")).toEqual([resting, active, active]);
    expect(part.driven).toEqual([0, 1]);
  });

  test("each kind accepts commands in any ASCII case, between spaces", () => {
    const part = notedPart();
    const run = started(declare("it", part));
    run.command("it", leave.toUpperCase());
    run.command("it", ` ${rest}\r\n`);
    run.command("it", `\t${leave.charAt(0).toUpperCase()}${leave.slice(1)} `);
    expect(run.said()).toEqual([`it=${active}`, `it=${resting}`, `it=${active}`]);
    expect(part.driven).toEqual([0, 1, 0, 1]);
  });

  test("each kind accepts its states' names as commands", () => {
    const part = notedPart();
    const run = started(declare("it", part));
    run.command("it", active.toUpperCase());
    run.command("it", ` ${resting}`);
    expect(run.said()).toEqual([`it=${active}`, `it=${resting}`]);
  });

  test.each([
    ["", ""],
    ["toggle", "toggle"],
    ["1", "1"],
    ["o n", "o n"],
    ["\xff\xfe", "??"],
    ['"\n', '"?'],
    ["x".repeat(20), "x".repeat(20)],
    ["x".repeat(21), `${"x".repeat(20)}...`],
    ["host=a\nsecret=hunter2", "host..."],
  ])("each kind refuses %j, quotes it as %j and names alternatives", (payload, shown) => {
    const part = notedPart();
    const run = started(declare("it", part));
    run.command("it", payload);
    const why = `not understood: "${shown.replace("...", "")}${shown.endsWith("...") ? "..." : ""}"; ${allowed}`;
    expect(run.said()).toEqual([`it/problem=${why}`, `problem=it: ${why}`]);
    expect(part.driven).toEqual([0]);
    run.command("it", leave);
    expect(run.said()).toEqual([`it=${active}`, "it/problem=none", "problem=none"]);
  });

  test("each kind obeys a retained command only if its declaration allows it", () => {
    const part = notedPart();
    const run = started(declare("it", part));
    run.command("it", leave, true);
    expect([run.said(), part.driven]).toEqual([[], [0]]);
    const obedient = notedPart();
    started(declare("it", obedient, { retainedCommands: true })).command("it", leave, true);
    expect(obedient.driven).toEqual([0, 1]);
  });
});

test.each([
  ["it", {}, "it"],
  ["self-test", { label: "Test of the siren" }, "Test of the siren"],
  ["bolt", { label: "Türschloss €" }, "Türschloss €"],
])("the problem of %s after %j begins with %j", (name, options, label) => {
  const lines: string[] = [];
  const run = startActing(
    { actuators: [powerSwitch(name, notedPart(), options)] },
    { log: (line) => lines.push(line) },
  );
  run.said();
  run.command(name, "of");
  const problem = `${label}: not understood: "of"; the commands are on and off`;
  expect(run.saidOf("problem").map((bytes) => Buffer.from(bytes, "latin1").toString())).toEqual([problem]);
  expect(lines.at(-1)).toBe(`problem: ${problem}`);
});

test("each unknown command is answered, even repeated", () => {
  const run = started(powerSwitch("it", notedPart()));
  for (const payload of ["of", "onn", "onn"]) run.command("it", payload);
  expect(run.saidOf("problem")).toEqual([
    'it: not understood: "of"; the commands are on and off',
    ...Array(2).fill('it: not understood: "onn"; the commands are on and off'),
  ]);
});

test("a select matches its options exactly", () => {
  const part = notedPart(2);
  const run = started(selectInput("it", part, { options: ["quiet", "Quiet", " loud"] }));
  for (const payload of ["Quiet", "QUIET", "loud", " loud"]) run.command("it", payload);
  expect(part.driven).toEqual([0, 1, 2]);
  expect(run.saidOf("problem").map((line) => line.replace(/^[^"]*/, "").replace(/;.*/, ""))).toEqual(
    expect.arrayContaining(['"QUIET"', '"loud"']),
  );
});

test("a thousand commands in a second publish at most eleven states", () => {
  const part = notedPart();
  const run = started(powerSwitch("it", part));
  for (let i = 0; i < 1000; i += 1) {
    run.send("it", i % 2 === 0 ? "on" : "off");
    run.pass(1);
  }
  run.send("it", "on");
  run.pass(200);
  const said = run.saidOf("it");
  expect(said.at(-1)).toBe("on");
  expect(said.length).toBeLessThanOrEqual(13);
  expect(part.driven.length).toBe(1002);
  expect(run.broker.unacknowledged()).toBe(0);
});

test("a command repeated a thousand times drives the part once", () => {
  const part = notedPart();
  const run = started(powerSwitch("it", part));
  for (let i = 0; i < 1000; i += 1) {
    run.send("it", "on");
    run.pass(1);
  }
  run.pass(200);
  expect(part.driven).toEqual([0, 1]);
  expect(run.saidOf("it").length).toBeLessThanOrEqual(13);
});

test("a lock and a valve drive their part to its positions", () => {
  const bolt = notedPart(180);
  const tap = notedPart(180);
  const run = startActing({
    actuators: [
      lock("door", bolt, { positions: { locked: 10, unlocked: 170 } }),
      valve("water", tap, { positions: { closed: 90, open: 0 }, atStart: "open" }),
    ],
  });
  run.command("door", "unlock");
  run.command("water", "close");
  expect([bolt.driven, tap.driven]).toEqual([
    [10, 170],
    [0, 90],
  ]);
});

describe("a light with brightness", () => {
  test("a dimmable light publishes both states at start and restores its brightness", () => {
    const led = notedPart(255);
    const run = startActing({ actuators: [light("lamp", led)] });
    expect(run.said().slice(0, 2)).toEqual(["lamp=off", "lamp/brightness=255"]);
    run.command("lamp/brightness", "40");
    expect(run.said()).toEqual(["lamp=on", "lamp/brightness=40"]);
    run.command("lamp", "off");
    run.command("lamp", "on");
    expect(run.said()).toEqual(["lamp=off", "lamp/brightness=40", "lamp=on", "lamp/brightness=40"]);
    expect(led.driven).toEqual([0, 40, 0, 40]);
  });

  test("a dimmable light is off at brightness 0 and starts at full", () => {
    const led = notedPart(255);
    const run = startActing({ actuators: [light("lamp", led, { atStart: "on" })] });
    run.said();
    run.command("lamp/brightness", "0");
    expect(run.said()).toEqual(["lamp=off", "lamp/brightness=255"]);
    expect(led.driven).toEqual([255, 0]);
  });

  test.each(["256", "-1", "1e2", "", " 5", "12.5", "x", "99999999999"])(
    "a dimmable light refuses the brightness %j",
    (payload) => {
      const led = notedPart(255);
      const run = started(light("lamp", led));
      run.command("lamp/brightness", payload);
      expect(run.saidOf("problem")).toEqual([
        `lamp: not understood: "${payload}"; the commands are on and off, the brightness is 0 to 255`,
      ]);
      expect(led.driven).toEqual([0]);
    },
  );

  test("a dimmable light ignores a retained brightness", () => {
    const led = notedPart(255);
    started(light("lamp", led)).command("lamp/brightness", "40", true);
    expect(led.driven).toEqual([0]);
  });
});

describe("a number actuator", () => {
  const target = (part = notedPart(100)) => numberInput("target", part, { min: -5, max: 30, step: 0.5 });

  test.each([
    ["-5", "-5.0"],
    ["-0.5", "-0.5"],
    ["0", "0.0"],
    ["21", "21.0"],
    ["21.5", "21.5"],
    ["21.50", "21.5"],
    ["30.0", "30.0"],
    ["007", "7.0"],
    [" 5\n", "5.0"],
    ["+5", "5.0"],
    ["5.", "5.0"],
    [".5", "0.5"],
    ["-.5", "-0.5"],
    ["1.0000000000", "1.0"],
    ["0.5e1", "5.0"],
    ["250E-1", "25.0"],
    ["0e999999999", "0.0"],
    ["1e-400", "0.0"],
    ["-2.5E+0", "-2.5"],
    // As 70 °F come, what 0.1 + 0.2 is, and what hardly differs from a bound.
    ["21.11111111111111", "21.0"],
    ["0.30000000000000004", "0.5"],
    ["1e-07", "0.0"],
    ["30.000000000000004", "30.0"],
    ["-5.0000000000000001", "-5.0"],
    ["-4.9999999999999", "-5.0"],
    ["21.25", "21.5"],
    ["-1.25", "-1.5"],
    ["-1.2499", "-1.0"],
  ])("a number rounds %j to %s", (payload, state) => {
    const run = started(target());
    run.command("target", payload);
    expect(run.saidOf("target")).toEqual([state]);
  });

  test.each([
    "",
    " ",
    "0x5",
    ".",
    "-",
    "--5",
    "+-5",
    "- 5",
    "5 5",
    "5,5",
    "1.2.3",
    "1_000",
    "e1",
    "1e",
    "1e1.5",
    "1e2e3",
    "NaN",
    "inf",
    "30.5",
    "30.06",
    "-5.5",
    "3e1000",
    "1e9999999999",
    "9".repeat(30),
    "\xff",
  ])("a number refuses %j", (payload) => {
    const part = notedPart(100);
    const run = started(target(part));
    run.command("target", payload);
    expect(run.said()).toEqual([
      expect.stringMatching(/^target\/problem=not understood: /),
      expect.stringMatching(
        /^problem=target: not understood: ".*"; the number is -5\.0 to 30\.0 in steps of 0\.5$/,
      ),
    ]);
    expect(part.driven.length).toBe(1);
  });

  test("a number within bounds is rounded to its nearest step", () => {
    const bound = fc.integer({ min: -99_999, max: 99_999 });
    const steps = fc.integer({ min: 1, max: 3000 });
    const digits = fc.stringMatching(/^[0-9]{0,20}$/);
    fc.assert(
      fc.property(bound, steps, fc.nat(60), bound, digits, (least, step, count, whole, behind) => {
        const [min, max] = [least / 100, (least + step * (count + 1)) / 100];
        fc.pre(max <= 99_999);
        const number = numberInput("it", valueOnly(), { min, max, step: step / 100 });
        const written = `${whole < 0 ? "-" : ""}${Math.abs(whole) % 1000}.${behind}`;
        const taken = number.behaviour.understand({ declaration: number } as never, written);
        // In units of 10 to the power of -20, which hold it without rounding.
        const unit = 10n ** BigInt(20 - number.decimals);
        const exact = BigInt(written.replace(".", "") + "0".repeat(20 - behind.length));
        const distance = (value: number) => {
          const apart = BigInt(value) * unit - exact;
          return apart < 0n ? -apart : apart;
        };
        const [from, to] = [number.leastValue, number.mostValue];
        if (taken === NOT_UNDERSTOOD) {
          expect(exact < BigInt(from) * unit || exact > BigInt(to) * unit).toBe(true);
          return;
        }
        expect(taken >= from && taken <= to && (taken - from) % number.step === 0).toBe(true);
        for (const neighbour of [taken - number.step, taken + number.step])
          if (neighbour >= from && neighbour <= to) expect(distance(taken) <= distance(neighbour)).toBe(true);
        expect(distance(taken) * 2n <= BigInt(number.step) * unit).toBe(true);
      }),
    );
  });

  test.each([
    ["-99999", "99999", 0.0001],
    ["-99999", "99999", 1],
    ["-99999", "99999", 199_998],
  ])("a number from %s to %s by %d accepts both bounds", (min, max, step) => {
    const number = numberInput("it", valueOnly(), { min: Number(min), max: Number(max), step });
    const understood = (payload: string) =>
      number.behaviour.understand({ declaration: number } as never, payload);
    expect([min, max].map(understood)).toEqual([number.leastValue, number.mostValue]);
    expect([`${min}.9`, `${max}.9`].map(understood)).toEqual([NOT_UNDERSTOOD, NOT_UNDERSTOOD]);
  });

  test("a number starts at its declared value and drives whole numbers", () => {
    const fan = notedPart(100);
    const run = startActing({
      actuators: [numberInput("speed", fan, { min: 0, max: 100, atStart: 20, unit: "%" })],
    });
    expect(run.saidOf("speed")).toEqual(["20"]);
    run.command("speed", "55");
    expect(fan.driven).toEqual([20, 55]);
  });
});

describe("a select actuator", () => {
  test("a select accepts and publishes its options and drives their indices", () => {
    const fan = notedPart(2);
    const run = startActing({
      actuators: [selectInput("fan", fan, { options: ["off", "low", "high"], atStart: "low" })],
    });
    run.command("fan", "high");
    run.command("fan", "off");
    expect(run.saidOf("fan")).toEqual(["low", "high", "off"]);
    expect(fan.driven).toEqual([1, 2, 0]);
  });

  test("a select refuses an unknown option and lists its options", () => {
    const run = started(selectInput("mode", valueOnly(), { options: ["auto", "away"] }));
    run.command("mode", "Auto");
    expect(run.saidOf("problem")).toEqual(['mode: not understood: "Auto"; the options are auto, away']);
  });
});

describe("a button actuator", () => {
  test("a button pulses its part and publishes no state", () => {
    const bell = notedPart();
    const run = started(button("bell", bell, { pulse: seconds(0.3) }));
    run.command("bell", "press");
    run.pass(150);
    expect(bell.driven).toEqual([0, 1]);
    run.pass(100);
    expect(bell.driven).toEqual([0, 1, 0]);
    run.command("bell", "press");
    run.pass(400);
    expect(bell.driven).toEqual([0, 1, 0, 1, 0]);
    expect(run.said()).toEqual([]);
  });

  test("a button accepts one command and clears no retained state", () => {
    const bell = notedPart();
    const run = started(button("bell", bell));
    run.command("bell", "on");
    expect(run.saidOf("problem")).toEqual(['bell: not understood: "on"; the command is press']);
    run.broker.forget();
    run.world.breakLink("cut");
    run.pass(10_000);
    expect(run.saidOf("bell")).toEqual([]);
  });
});
