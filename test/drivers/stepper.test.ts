// A stepper motor: its coils by half steps, its way there and back, and what the motor's model says of it.
import { join } from "node:path";
import { expect, test } from "vitest";
import { sentencesOf } from "../../src/checks/fault.ts";
import { partFaults } from "../../src/checks/part-faults.ts";
import * as driver from "../../src/drivers/stepper.ts";
import { createStepperMotor } from "../../tools/sim/parts/stepper-motor.ts";
import { createBreadboard } from "./breadboard.ts";
import { narrow } from "./narrow.ts";

/** The same module, whose sums are checked for the width of a board's numbers. */
const narrowed = narrow<typeof driver>(join(import.meta.dirname, "..", "..", "src", "drivers", "stepper.ts"));

const INPUTS = ["blind.a", "blind.b", "blind.c", "blind.d"] as const;

function onBench(start = 0, rate?: number, { stepper } = driver) {
  const board = createBreadboard();
  const motor = createStepperMotor({ lines: board.lines, inputs: INPUTS, now: board.clock.now });
  board.watch(motor);
  const part = stepper("blind", rate);
  board.setUp(part, start);
  return {
    ...board,
    motor,
    part,
    drive: (value: number) => part.drive(part, value),
    /** IN4 to IN1. */
    coils: () =>
      INPUTS.map((pin) => board.lines.output(pin)).reduceRight((all, level) => `${all}${level}`, ""),
  };
}

test("the coils of each half step are the datasheet's, clockwise and back", () => {
  const { drive, clock, coils } = onBench();
  const seen: string[] = [];
  drive(8);
  for (let i = 0; i < 10; i += 1) {
    seen.push(coils());
    clock.advance(5);
  }
  expect(seen).toEqual([...["1000", "1100", "0100", "0110", "0010", "0011", "0001", "1001", "1000"], "0000"]);
  drive(5);
  expect(coils()).toBe("1000");
  clock.advance(5);
  expect(coils()).toBe("1001");
  clock.advance(5);
  expect(coils()).toBe("0001");
});

test("coils are off at start and at rest", () => {
  const { drive, clock, coils, motor } = onBench(2000);
  expect(coils()).toBe("0000");
  drive(2000);
  expect(motor.isHot()).toBe(false);
  drive(2003);
  clock.advance(15);
  expect(motor.isHot()).toBe(true);
  clock.advance(5);
  expect(coils()).toBe("0000");
  clock.advance(1000);
  expect([motor.position(), motor.isHot()]).toEqual([3, false]);
});

test.each([
  [undefined, 4076, 20_385],
  [500, 4076, 8154],
  [100, -50, 510],
  [300, 250, 1004],
  [1, 2, 3000],
])("at %s a second %i half steps take some %i ms", (rate, steps, ms) => {
  const { drive, clock, motor } = onBench(0, rate);
  drive(steps);
  clock.advance(ms - 1);
  expect([motor.position(), motor.isHot()]).toEqual([steps, true]);
  clock.advance(1);
  expect(motor.isHot()).toBe(false);
});

test("no rate is exceeded, and none missed by a whole millisecond", () => {
  for (let rate = 1; rate <= 500; rate += 1) {
    const { pause } = driver.stepper("blind", rate);
    expect([rate, pause]).toEqual([rate, Math.ceil(1000 / rate)]);
  }
});

test("a new target on the way turns it round where it is", () => {
  const { drive, clock, motor } = onBench();
  drive(100);
  clock.advance(200);
  expect(motor.position()).toBe(40);
  drive(-20);
  clock.advance(5);
  expect(motor.position()).toBe(39);
  clock.advance(1000);
  expect([motor.position(), motor.isHot()]).toEqual([-20, false]);
  drive(0);
  clock.advance(1000);
  expect(motor.position()).toBe(0);
});

test("a command while it rests for the last step moves it on", () => {
  const { drive, clock, motor } = onBench();
  drive(2);
  clock.advance(12);
  expect([motor.position(), motor.isHot()]).toEqual([2, true]);
  drive(4);
  clock.advance(100);
  expect([motor.position(), motor.isHot()]).toEqual([4, false]);
});

test("a place at start is where it is, also below zero", () => {
  const { drive, clock, motor } = onBench(-3);
  drive(2);
  clock.advance(100);
  expect(motor.position()).toBe(5);
});

test("no number has more than 32 bits", () => {
  const { drive, clock, motor } = onBench(1_000_000, undefined, narrowed);
  drive(-1_000_000);
  clock.advance(50);
  expect(motor.position()).toBe(-10);
});

test.each([
  ["jammed", 0],
  ["dead", 0],
  // Where the first coil should draw it, nothing does, and then it is drawn both ways.
  ["broken-wire", 0],
] as const)("a motor that is %s comes to %i of 8", (fault, position) => {
  const { drive, clock, motor } = onBench();
  motor.fault = fault;
  drive(8);
  clock.advance(100);
  expect(motor.position()).toBe(position);
});

test.each([0, 501, 2.5])("%s steps a second are refused", (rate) => {
  expect(sentencesOf(partFaults([driver.stepper("blind", rate)]))).toEqual([
    `The part "blind" has ${rate} for its steps a second; it is a whole number from 1 to 500.`,
  ]);
});
