// Rotary encoder: steps beside edges, bounces, and its model.
import { describe, expect, test } from "vitest";
import { rotaryEncoder } from "../../src/drivers/rotary-encoder.ts";
import { createRotaryEncoder } from "../../tools/sim/parts/contact.ts";
import { createBreadboard } from "./breadboard.ts";

const PINS = { clk: "knob.clk", dt: "knob.dt" };

function onBench() {
  const board = createBreadboard();
  const part = rotaryEncoder("knob");
  const model = createRotaryEncoder({ ...PINS, lines: board.lines, after: board.clock.after });
  board.begin(part);
  return {
    model,
    part,
    ports: board.ports,
    turned(detents: number, ms?: number) {
      model.turn(detents, ms);
      board.clock.advance(10_000);
      expect(board.measure(part)).toBe("");
      return part.position.value;
    },
  };
}

describe("the driver", () => {
  test("an encoder is 0 at the start and counts up clockwise", () => {
    const { turned } = onBench();
    expect([turned(0), turned(1), turned(3), turned(-6), turned(2)]).toEqual([0, 1, 4, -2, 0]);
  });

  test.each([
    [[3], 0],
    [[3, 1], 1],
    [[3, 2, -1, 1, 3], 2],
    [[4, -1, 1, -1], 1],
    [[-3], 0],
    [[-3, -1], -1],
    [[-4, 1, -1], -1],
    [[9, -9], 0],
    [[400], 100],
    [[-401], -100],
  ])("the driver makes of the edges %j the position %i", (counts, position) => {
    const { part, ports, turned } = onBench();
    const left = [...counts];
    ports.turns.take = () => left.shift() ?? 0;
    while (left.length > 0) turned(0);
    expect(part.position.value).toBe(position);
  });
});

describe("the model", () => {
  test("the model turns fast without a lost step", () => {
    expect(onBench().turned(100, 4)).toBe(100);
  });

  test("bounces without a step of its own", () => {
    const { model, turned } = onBench();
    model.fault = "bounce";
    expect([turned(5), turned(-7)]).toEqual([5, -2]);
  });

  test.each(["clk-broken", "dt-broken"] as const)("the model stands still with %s", (fault) => {
    const { model, turned } = onBench();
    model.fault = fault;
    expect([turned(9), turned(-5)]).toEqual([0, 0]);
  });

  test("worn, loses every second step and none more", () => {
    const { model, turned } = onBench();
    model.fault = "worn";
    expect([turned(8), turned(-4)]).toEqual([4, 2]);
    model.fault = "none";
    expect(turned(3)).toBe(5);
  });
});
