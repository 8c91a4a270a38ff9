// Parts that speak by levels and voltages: contacts that bounce, a motion detector, a meter's pulses, relays.
import { expect, test } from "vitest";
import { createLines } from "../../../src/platform/node/circuit.ts";
import { createContact } from "../../../tools/sim/parts/contact.ts";
import { createRelay } from "../../../tools/sim/parts/driven.ts";
import { createPir } from "../../../tools/sim/parts/pir.ts";
import { createPulseOutput } from "../../../tools/sim/parts/pulse-output.ts";
import { createVoltage } from "../../../tools/sim/parts/voltages.ts";
import { createVirtualClock } from "../../../tools/sim/worlds/clock.ts";

const PIN = "D5";

function watched() {
  const lines = createLines();
  const levels: number[] = [];
  lines.watch(PIN, (level) => levels.push(level));
  return { lines, levels, ...createVirtualClock() };
}

test("a contact bounces its configured count, then rests", () => {
  const { lines, levels, after, advance } = watched();
  const contact = createContact({ lines, pin: PIN, after, bounces: 2 });
  expect(lines.level(PIN, true)).toBe(1);
  levels.length = 0;
  contact.close();
  advance(10);
  expect(levels).toEqual([0, 1, 0, 1, 0]);
  contact.open();
  advance(10);
  expect(lines.level(PIN, true)).toBe(1);
});

test("a contact that opens while it still bounces rests open", () => {
  const { lines, after, advance } = watched();
  const contact = createContact({ lines, pin: PIN, after, bounces: 5, bounceMs: 2 });
  contact.close();
  advance(3);
  contact.open();
  advance(100);
  expect(lines.level(PIN, true)).toBe(1);
  expect(contact.isClosed()).toBe(false);
});

test.each([
  ["stuck-closed", "close", "open", 0],
  ["stuck-open", "open", "close", 1],
] as const)("a contact that is %s keeps its level", (fault, first, second, level) => {
  const { lines, after, advance } = watched();
  const contact = createContact({ lines, pin: PIN, after });
  contact[first]();
  advance(50);
  contact.fault = fault;
  contact[second]();
  advance(50);
  expect(lines.level(PIN, true)).toBe(level);
});

test("a motion detector signals false motion only during warm-up", () => {
  const { lines, levels, after, advance } = watched();
  createPir({ lines, pin: PIN, after });
  advance(60_000);
  expect(levels.filter((level) => level === 1)).toHaveLength(3);
  levels.length = 0;
  advance(600_000);
  expect(levels).toEqual([]);
});

test("motion holds the output high, longer on repetition, then goes blind", () => {
  const { lines, after, advance } = watched();
  const detector = createPir({ lines, pin: PIN, after, warmUpMs: 0, holdMs: 5000 });
  advance(1);
  detector.motion();
  advance(4000);
  detector.motion();
  advance(4000);
  expect(lines.level(PIN, false)).toBe(1);
  advance(1500);
  expect(lines.level(PIN, false)).toBe(0);
  detector.motion();
  expect(lines.level(PIN, false)).toBe(0);
  advance(2000);
  detector.motion();
  expect(lines.level(PIN, false)).toBe(1);
});

test("a meter gives 30 ms pulses for each portion and loses none", () => {
  const { lines, levels, now, after, advance } = watched();
  const meter = createPulseOutput({ lines, pin: PIN, now, after, flow: () => 3.6, perUnit: 1000 });
  levels.length = 0;
  advance(60_500);
  expect(meter.pulses()).toBe(60);
  expect(levels.filter((level) => level === 0)).toHaveLength(60);
  expect(meter.total()).toBeCloseTo(0.0605, 4);
  meter.end();
  advance(60_000);
  expect(meter.pulses()).toBe(60);
});

test("a voltage reads as its share of full scale, at most full", () => {
  const { lines } = watched();
  const source = { millivolts: 1650 };
  const model = createVoltage({ lines, pin: PIN }, () => source.millivolts);
  expect(lines.analog(PIN)).toBe(2048);
  source.millivolts = 5000;
  expect(lines.analog(PIN)).toBe(4095);
  model.fault = "unplugged";
  expect(lines.analog(PIN)).toBe(0);
});

test("a relay counts its switchings", () => {
  const { lines } = watched();
  const relay = createRelay({ lines, pin: PIN, activeLow: true });
  lines.written(PIN, 1);
  expect([relay.isClosed(), relay.switched()]).toEqual([false, 0]);
  for (const level of [0, 0, 1, 0]) lines.written(PIN, level);
  expect([relay.isClosed(), relay.switched()]).toEqual([true, 3]);
});
