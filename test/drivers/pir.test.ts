// A motion detector: no reading while it warms up, then one for each change, also across the wrap of the clock.
import { expect, test } from "vitest";
import { pir } from "../../src/drivers/pir.ts";
import { createPir } from "../../tools/sim/parts/pir.ts";
import { createBreadboard, PIN } from "./breadboard.ts";

function onBench({ startMs = 0, warmUpMs }: { startMs?: number; warmUpMs?: number } = {}) {
  const board = createBreadboard(startMs);
  const model = createPir({ lines: board.lines, pin: PIN, after: board.clock.after, warmUpMs });
  const part = pir("hall", warmUpMs);
  const seen: (number | undefined)[] = [];
  board.begin(part);
  board.follow(part, () => seen.push(part.state.value));
  return { ...board, model, part, seen };
}

test("pulses of the detector's first minute are no readings", () => {
  const { clock, part, seen, measure } = onBench();
  clock.advance(59_000);
  expect(seen.length).toBeGreaterThan(3);
  expect(new Set(seen)).toEqual(new Set([undefined]));
  clock.advance(2000);
  expect(measure(part)).toBe("");
  expect(part.state.value).toBe(0);
});

test("then motion is 1, until its output falls", () => {
  const { clock, model, seen } = onBench();
  clock.advance(61_000);
  seen.length = 0;
  model.motion();
  clock.advance(1000);
  expect(seen).toEqual([1]);
  model.motion();
  clock.advance(2500);
  expect(seen).toEqual([1]);
  clock.advance(1000);
  expect(seen).toEqual([1, 0]);
});

test("a detector may declare a shorter warm-up, or none", () => {
  for (const warmUpMs of [10_000, 0]) {
    const { clock, part, measure } = onBench({ warmUpMs });
    clock.advance(warmUpMs);
    measure(part);
    expect(part.state.value).toBe(0);
  }
});

test("a clock that wraps in the first minute shortens and lengthens nothing", () => {
  const { clock, part, measure } = onBench({ startMs: 2 ** 31 - 30_000 });
  clock.advance(59_000);
  measure(part);
  expect(part.state.value).toBeUndefined();
  clock.advance(1000);
  measure(part);
  expect(part.state.value).toBe(0);
});

test("a clock that has gone round once does not begin another minute", () => {
  const { clock, part, measure } = onBench();
  clock.advance(61_000);
  measure(part);
  clock.advance(2 ** 31 - 61_000);
  measure(part);
  expect(part.state.value).toBe(0);
});
