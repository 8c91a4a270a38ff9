// Faults of an actuator, in one sentence each.
import { expect, test } from "vitest";
import { days, hours, minutes, seconds } from "../../src/bytes/milliseconds.ts";
import { declarationFaults } from "../../src/checks/declaration-faults.ts";
import { sentencesOf } from "../../src/checks/fault.ts";
import { button } from "../../src/device/declare/actuators/button.ts";
import type { ActuatorDeclaration } from "../../src/device/declare/actuators/declaration.ts";
import { colorLight, light } from "../../src/device/declare/actuators/light.ts";
import { lock } from "../../src/device/declare/actuators/lock.ts";
import { type NumberInputOptions, numberInput } from "../../src/device/declare/actuators/number-input.ts";
import { type SelectInputOptions, selectInput } from "../../src/device/declare/actuators/select-input.ts";
import { siren } from "../../src/device/declare/actuators/siren.ts";
import { powerSwitch, type SwitchOptions } from "../../src/device/declare/actuators/switch.ts";
import { valve } from "../../src/device/declare/actuators/valve.ts";
import { device } from "../../src/device/declare/device.ts";
import { valueOnly } from "../../src/device/run/actuators/parts-without-hardware.ts";
import { motor } from "../../src/drivers/motor.ts";
import { relay } from "../../src/drivers/relay.ts";
import { rgbLight } from "../../src/drivers/rgb-light.ts";
import { rotaryEncoder } from "../../src/drivers/rotary-encoder.ts";
import { notedPart, probeSensor } from "../device/acting-device.ts";

const SENSORS = [
  probeSensor({ tenths: 0 }, "contact"),
  probeSensor({ tenths: 0 }, "bolt", { decimals: 0, states: ["out", "in"], every: seconds(10) }),
];

function faults(...actuators: ActuatorDeclaration[]): string[] {
  return sentencesOf(declarationFaults(device({ name: "room", sensors: SENSORS, actuators })));
}

const heater = (options: SwitchOptions) => powerSwitch("heater", relay("r"), options);

test("actuators of every kind with every option have no faults", () => {
  expect(
    faults(
      heater({
        atStart: "last",
        minimumOn: seconds(1),
        minimumOff: seconds(2),
        whileHeldBack: "wait",
        maximumOn: minutes(1),
        notWith: "cooler",
        onlyWhile: { contact: { above: -3.5, below: 2 }, bolt: "in" },
        orWhile: [{ contact: 5.1 }, { bolt: 0 }],
      }),
      powerSwitch("cooler", relay("r2"), {
        whileHeldBack: "refuse",
        whenOffline: { after: minutes(5), state: "off" },
      }),
      light("lamp", notedPart(255)),
      light("bulb", relay("r3")),
      colorLight("strip", rgbLight("rgb")),
      lock("door", notedPart(180), {
        confirmedBy: { sensor: "bolt", atRest: "in", within: seconds(11) },
        positions: { locked: 0, unlocked: 180 },
      }),
      valve("water", relay("r4"), { confirmedBy: { sensor: "contact" } }),
      siren("siren", relay("r5")),
      numberInput("target", valueOnly(), { min: -5, max: 30, step: 0.1, atStart: 20.3 }),
      selectInput("mode", valueOnly(), { options: ["auto"], atStart: "auto" }),
      button("bell", relay("r6")),
      button("dose", relay("r7"), {
        minimumOff: minutes(5),
        whileHeldBack: "refuse",
        atMost: { times: 50, within: days(24) },
      }),
    ),
  ).toEqual([]);
});

test.each<[SwitchOptions, string]>([
  [
    { minimumOn: minutes(2), maximumOn: minutes(1) },
    "stays on for 120000 ms at least and for 60000 ms at most; the least is the smaller one.",
  ],
  [
    { minimumOn: seconds(-0.001) },
    "has minimumOn of -1 ms; it is whole milliseconds, at most 24 days, or 0 for none.",
  ],
  [
    { minimumOff: seconds(0.0005) },
    "has minimumOff of 0.5 ms; it is whole milliseconds, at most 24 days, or 0 for none.",
  ],
  [
    { maximumOn: minutes(25 * 24 * 60) },
    "has maximumOn of 2160000000 ms; it is whole milliseconds, at most 24 days, or 0 for none.",
  ],
  [
    { whenOffline: { after: seconds(0.005), state: "off" } },
    "has whenOffline.after of 5 ms; it is a second or more.",
  ],
  [{ notWith: "heater" }, "is not to be on together with itself; name the other one in notWith."],
  [
    { notWith: "coler" },
    'names "coler" in notWith: there is no such actuator; did you mean "cooler"? Known are: heater, cooler, target.',
  ],
  [{ notWith: ["target"] }, 'names "target" in notWith; a number has no state at rest.'],
  [
    { notWith: "cooler", atStart: "on" },
    'and "cooler" both start on, and are not to be on together; let one start at rest.',
  ],
  [
    { confirmedBy: { sensor: "contakt" } },
    'is confirmed by "contakt": there is no such sensor; did you mean "contact"? Known are: contact, bolt.',
  ],
  [
    { confirmedBy: { sensor: "bolt", within: seconds(10) } },
    "is confirmed within 10000 ms by a sensor that is sampled every 10000 ms; sample it more often, or wait longer.",
  ],
  [
    { confirmedBy: { sensor: "bolt", atRest: "inside", within: seconds(20) } },
    'is at rest when "bolt" says "inside", which it never does; it says out, in.',
  ],
  [
    { confirmedBy: { sensor: "contact", within: seconds(0) } },
    "is confirmed within 0 ms; it is whole milliseconds above 0.",
  ],
  [
    { onlyWhile: { contakt: 1 } },
    'names "contakt" in onlyWhile: there is no such sensor; did you mean "contact"? Known are: contact, bolt.',
  ],
  [
    { onlyWhile: { bolt: "in" }, orWhile: [{ target: 1 }] },
    'names "target" in orWhile: that is an actuator, and it looks at sensors. Known are: contact, bolt.',
  ],
  [{ onlyWhile: {} }, 'has onlyWhile without a sensor; name one, as { level: "ok" }.'],
  [
    { onlyWhile: { bolt: "inn" } },
    'waits in onlyWhile for "bolt" to say "inn", which it never does; it says out, in.',
  ],
  [
    { onlyWhile: { bolt: 2 } },
    'waits in onlyWhile for "bolt" to say "2", which it never does; it says out, in.',
  ],
  [
    { onlyWhile: { contact: "in" } },
    'waits in onlyWhile for "contact" to say "in", which it never does; it says numbers.',
  ],
  [
    { onlyWhile: { contact: Number.NaN } },
    'waits in onlyWhile for "contact" to say "NaN", which it never does; it says numbers.',
  ],
  [
    { onlyWhile: { contact: { above: 20, below: 20.1 } } },
    'waits in onlyWhile for "contact" to be above 20 and below 20.1, which it never is; the bound for above is the smaller one.',
  ],
  [
    { onlyWhile: { contact: {} } },
    'has onlyWhile with no bound of "contact"; write { above: 5 }, { below: 60 }, or both, as numbers.',
  ],
  [{ atMost: { times: 0, within: hours(1) } }, "has atMost.times of 0; it is a whole number from 1 to 50."],
  [
    { atMost: { times: 2.5, within: hours(1) } },
    "has atMost.times of 2.5; it is a whole number from 1 to 50.",
  ],
  [
    { atMost: { times: 3, within: seconds(0.5) } },
    "has atMost.within of 500 ms; it is whole seconds, at least one, at most 24 days.",
  ],
  [
    { atMost: { times: 3, within: days(25) } },
    "has atMost.within of 2160000000 ms; it is whole seconds, at least one, at most 24 days.",
  ],
  [
    { atMost: { times: 10, within: minutes(1) } },
    "may leave its rest 10 times within 60 s; each is written to the flash, which wears out: let 100 s or more pass for so many.",
  ],
  [
    { whileHeldBack: "refuse", atMost: { times: 3, within: hours(24) } },
    "has whileHeldBack, and no minimum time holds it in its rest; leave it out: what is beyond atMost is always refused.",
  ],
  [
    { whileHeldBack: "refuse", minimumOn: seconds(1) },
    "has whileHeldBack, and no minimum time holds it in its rest; give it a minimumOff, or leave whileHeldBack out.",
  ],
  [{ orWhile: [{ contact: 1 }] }, "has orWhile without onlyWhile; write the first of them there."],
  [
    {
      onlyWhile: { bolt: "in", contact: 1 },
      confirmedBy: { sensor: "bolt", atRest: "in", within: seconds(11) },
    },
    'may leave its rest only while "bolt" says that it is at rest; let another sensor permit it, or confirm it.',
  ],
])("a switch with %j", (options, sentence) => {
  const others = [
    powerSwitch("cooler", relay("r2"), { atStart: "on" }),
    numberInput("target", valueOnly(), { min: 0, max: 1 }),
  ];
  expect(faults(heater(options), ...others)).toEqual([`The switch "heater" ${sentence}`]);
});

test.each<[NumberInputOptions, string]>([
  [{ min: 5, max: 5 }, "is from 5 to 5; the least is smaller than the greatest."],
  [{ min: Number.NaN, max: 5 }, "is from NaN to 5; the least is smaller than the greatest."],
  [{ min: 0, max: 100_000 }, "is from 0 to 100000; five digits before the point are the most."],
  [{ min: 0, max: 10, step: 0 }, "has a step of 0; it is 0.0001 or more."],
  [{ min: 0, max: 10, step: -1 }, "has a step of -1; it is 0.0001 or more."],
  [{ min: 0, max: 10, step: 0.00011 }, "is from 0 to 10 by 0.00011; four decimals are the most."],
  [{ min: 0, max: 10, step: 3 }, "goes from 0 to 10, which is not a whole number of steps of 3."],
  [{ min: 0, max: 10, atStart: 11 }, "starts at 11; it is from 0 to 10 in steps of 1."],
  [{ min: 0, max: 10, step: 0.5, atStart: 0.25 }, "starts at 0.25; it is from 0 to 10 in steps of 0.5."],
  [{ min: 0, max: 10, atStart: "last", initial: 11 }, "starts at 11; it is from 0 to 10 in steps of 1."],
])("a number with %j", (options, sentence) => {
  expect(faults(numberInput("n", valueOnly(), options))).toEqual([`The number "n" ${sentence}`]);
});

test("a number that its part cannot take is refused", () => {
  expect(faults(numberInput("n", relay("r"), { min: 0, max: 10 }))).toEqual([
    'The number "n" is from 0 to 10; its part takes 0 to 1.',
  ]);
});

test("a number that begins where its part runs is refused", () => {
  expect(faults(numberInput("n", motor("m"), { min: -100, max: 100 }))).toEqual([
    'The number "n" would start at -100, where its part runs; say where it starts, as initial: 0.',
  ]);
  expect(faults(numberInput("n", motor("m"), { min: -100, max: 100, atStart: "last" }))).toHaveLength(1);
  for (const start of [{ initial: 0 }, { atStart: -20 }, { atStart: "last", initial: 0 } as const])
    expect(faults(numberInput("n", motor("m"), { min: -100, max: 100, ...start }))).toEqual([]);
  expect(faults(numberInput("n", motor("m"), { min: -101, max: 0, initial: 0 }))).toEqual([
    'The number "n" is from -101 to 0; its part takes -100 to 100.',
  ]);
  expect(faults(numberInput("n", valueOnly(), { min: -100, max: 100 }))).toEqual([]);
});

test.each<[SelectInputOptions, string]>([
  [{ options: [] }, "has no options; name one or more."],
  [{ options: ["a", "a"] }, 'has the option "a" twice; say it once.'],
  [{ options: ["a", ""] }, 'has the option ""; an option is 1 to 64 bytes, and not "last" or "None".'],
  [{ options: ["last"] }, 'has the option "last"; an option is 1 to 64 bytes, and not "last" or "None".'],
  [{ options: ["a", "b"], atStart: "c" }, 'starts at "c", which is no option of it; those are a, b.'],
])("a select with %j", (options, sentence) => {
  expect(faults(selectInput("s", valueOnly(), options))).toEqual([`The select "s" ${sentence}`]);
});

test("parts that do not fit their actuator are refused", () => {
  expect(
    faults(
      selectInput("s", relay("r"), { options: ["a", "b", "c"] }),
      light("lamp", notedPart(180)),
      lock("door", notedPart(180), { positions: { locked: -1, unlocked: 181 } }),
      button("bell", relay("r2"), { pulse: seconds(0) }),
    ),
  ).toEqual([
    'The select "s" has 3 options; its part takes 0 to 1.',
    'The light "lamp" has a part that takes 0 to 180; a light\'s takes 0 and 1, or 0 to 255.',
    'The lock "door" has the position -1; its part takes whole numbers from 0 to 180.',
    'The lock "door" has the position 181; its part takes whole numbers from 0 to 180.',
    'The button "bell" has a pulse of 0 ms; its part would never be off again.',
  ]);
});

test("a light and its part have both a colour, or none", () => {
  expect(faults(light("lamp", rgbLight("r")))).toEqual([
    'The light "lamp" has a part that takes a colour; declare it with colorLight, which gives it one.',
  ]);
  expect(faults(colorLight("lamp", notedPart(255) as never))).toEqual([
    'The light "lamp" has a part that takes no colour; give colorLight one that does, as rgbLight, or declare it with light.',
  ]);
});

test("a knob turns what has steps to go", () => {
  const turnedBy = rotaryEncoder("knob");
  expect(faults(light("lamp", relay("r"), { turnedBy }))).toEqual([
    'The light "lamp" is turned by a knob, and its part is on or off; give it a part with a brightness, or leave turnedBy out.',
  ]);
  expect(faults(light("lamp", notedPart(255), { turnedBy }))).toEqual([]);
  expect(faults(numberInput("n", valueOnly(), { min: 0, max: 1, turnedBy }))).toEqual([]);
});

test("a ramp needs a brightness, and lasts a minute at most", () => {
  const sentence = (ms: number) =>
    `The light "lamp" has a ramp of ${ms} ms; it is whole milliseconds from 1 to 60000, a minute; leave it out for none.`;
  for (const ms of [0, 60_001, -1, 1.5])
    expect(faults(light("lamp", notedPart(255), { ramp: ms as never }))).toEqual([sentence(ms)]);
  expect(faults(light("lamp", notedPart(255), { ramp: minutes(1) }))).toEqual([]);
  expect(faults(light("lamp", relay("r"), { ramp: seconds(1) }))).toEqual([
    'The light "lamp" has a ramp, and its part is on or off; give it a part with a brightness, or leave ramp out.',
  ]);
});
