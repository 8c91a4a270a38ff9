// Light, servo and buzzer: what the pin does at both ends and in between, and what is seen of it in the room.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type * as BuzzerDriver from "../../src/drivers/buzzer.ts";
import type * as LightDriver from "../../src/drivers/pwm-light.ts";
import type * as ServoDriver from "../../src/drivers/servo.ts";
import { createBuzzer, createLight } from "../../tools/sim/parts/driven.ts";
import { createServo } from "../../tools/sim/parts/servo.ts";
import { createBreadboard, PIN } from "./breadboard.ts";
import { narrow } from "./narrow.ts";

const drivers = join(import.meta.dirname, "..", "..", "src", "drivers");
const { buzzer } = narrow<typeof BuzzerDriver>(join(drivers, "buzzer.ts"));
const { pwmLight } = narrow<typeof LightDriver>(join(drivers, "pwm-light.ts"));
const { servo } = narrow<typeof ServoDriver>(join(drivers, "servo.ts"));

describe.each([false, true])("a light, active low %s", (activeLow) => {
  function onBench(value: number) {
    const board = createBreadboard();
    const lamp = createLight({ lines: board.lines, pin: PIN, activeLow });
    const part = pwmLight("lamp", activeLow);
    board.setUp(part, value);
    return { lamp, part };
  }

  test.each([0, 255])("a light comes up at %i", (value) => {
    expect(onBench(value).lamp.brightness()).toBe(value / 255);
  });

  test("brightness runs from dark at 0 to full at 255, step-wise", () => {
    const { lamp, part } = onBench(0);
    let before = 0;
    for (let value = 1; value <= 255; value += 1) {
      part.drive(part, value);
      const brightness = lamp.brightness();
      expect(brightness).toBeGreaterThanOrEqual(before);
      expect(brightness).toBeGreaterThan(0);
      expect(Math.abs(brightness - (value / 255) ** 2)).toBeLessThanOrEqual(1 / 1023 + 1e-9);
      before = brightness;
    }
    expect(before).toBe(1);
    part.drive(part, 0);
    expect(lamp.brightness()).toBe(0);
  });
});

test("a light has pulses at 500 Hz, or at the given frequency", () => {
  const hertz: number[] = [];
  for (const part of [pwmLight("lamp"), pwmLight("lamp", false, 5000)]) {
    const board = createBreadboard();
    board.lines.whenPulsed(PIN, (frequency) => hertz.push(frequency));
    board.setUp(part, 0);
  }
  expect(hertz).toEqual([500, 5000]);
});

describe("a servo", () => {
  function onBench(value: number, ends?: [number, number]) {
    const board = createBreadboard();
    const [leastUs, mostUs] = ends ?? [undefined, undefined];
    const arm = createServo({ lines: board.lines, pin: PIN, now: board.clock.now, leastUs, mostUs });
    const part = servo("arm", leastUs, mostUs);
    board.setUp(part, value);
    return { ...board, arm, part };
  }

  test.each([0, 1, 45, 90, 135, 179, 180])(
    "a servo turns to %i degrees, within a step of the pulse",
    (degrees) => {
      const { arm, clock } = onBench(degrees);
      clock.advance(1000);
      expect(Math.abs(arm.degrees() - degrees)).toBeLessThanOrEqual(1);
    },
  );

  test("the servo's pulse stays between 0.5 and 2.5 ms, within half steps", () => {
    const { lines, part } = onBench(0);
    const step = 20_000 / 1023;
    for (let degrees = 0; degrees <= 180; degrees += 1) {
      part.drive(part, degrees);
      const us = (lines.output(PIN) as number) * 20_000;
      expect(us).toBeGreaterThanOrEqual(500 - step / 2);
      expect(us).toBeLessThanOrEqual(2500 + step / 2);
    }
  });

  test("a servo takes its time, and goes on from where it is", () => {
    const { arm, clock, part } = onBench(90);
    clock.advance(1000);
    part.drive(part, 180);
    clock.advance(50);
    expect(arm.degrees()).toBeGreaterThan(110);
    expect(arm.degrees()).toBeLessThan(130);
    part.drive(part, 0);
    clock.advance(1000);
    expect(arm.degrees()).toBeLessThan(1);
  });

  test.each([
    [1000, 2000],
    [2000, 1000],
    [2500, 500],
  ])("a servo with its ends at %i and %i µs reaches both", (leastUs, mostUs) => {
    for (const degrees of [0, 180]) {
      const { arm, clock } = onBench(degrees, [leastUs, mostUs]);
      clock.advance(1000);
      expect(Math.abs(arm.degrees() - degrees)).toBeLessThanOrEqual(2);
    }
  });

  test("a jammed servo does not move", () => {
    const { arm, clock, part } = onBench(0);
    clock.advance(1000);
    expect(arm.degrees()).toBeLessThan(1);
    arm.fault = "jammed";
    part.drive(part, 180);
    clock.advance(1000);
    expect(arm.degrees()).toBeLessThan(1);
  });
});

describe("a buzzer", () => {
  test.each([
    [undefined, 1000],
    [440, 440],
  ])("a buzzer set to %s Hz sounds at %i Hz while on", (hertz, tone) => {
    const board = createBreadboard();
    const model = createBuzzer({ lines: board.lines, pin: PIN });
    const part = buzzer("siren", hertz);
    board.setUp(part, 0);
    expect(model.tone()).toBe(0);
    part.drive(part, 1);
    expect(model.tone()).toBe(tone);
    part.drive(part, 0);
    expect(model.tone()).toBe(0);
  });

  test("a buzzer may sound from the first moment on", () => {
    const board = createBreadboard();
    const model = createBuzzer({ lines: board.lines, pin: PIN });
    board.setUp(buzzer("siren"), 1);
    expect(model.tone()).toBe(1000);
  });
});
