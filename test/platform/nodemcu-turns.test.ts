// Turns of a knob in NodeMCU's module, as edges that a driver takes.
import { expect, test } from "vitest";
import { takeTurns, turnedTo } from "../../src/platform/nodemcu/turns.ts";

let pin = 0;

/** The edges of a knob that was told to be in these positions. */
function taken(...positions: number[]): number {
  pin += 1;
  for (const position of positions) turnedTo(pin, position);
  return takeTurns(pin);
}

test("a position counts edges since the last read", () => {
  expect(taken()).toBe(0);
  expect(taken(1, 2, 3, 4)).toBe(4);
  expect(taken(4, 0, -4)).toBe(-4);
  expect(takeTurns(pin)).toBe(0);
  turnedTo(pin, -3);
  expect(takeTurns(pin)).toBe(1);
});

test("a missed interrupt counts no edge", () => {
  expect(taken(2, 1_000_002, 1_000_003)).toBe(3);
  expect(taken(-2, 2_999_997)).toBe(-3);
});

test("a position continues across its wrap", () => {
  const last = 2 ** 30 - 1;
  expect(taken(last)).toBeLessThan(500_000);
  turnedTo(pin, 1 - last - 2);
  turnedTo(pin, 3 - last);
  expect(takeTurns(pin)).toBe(5);
});
