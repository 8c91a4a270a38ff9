// A button: each press is one, however it bounces.
import { expect, test } from "vitest";
import { button } from "../../src/drivers/button.ts";
import { createContact } from "../../tools/sim/parts/contact.ts";
import { createBreadboard, PIN } from "./breadboard.ts";

function onBench(isClosed = false) {
  const board = createBreadboard();
  const model = createContact({
    lines: board.lines,
    pin: PIN,
    after: board.clock.after,
    bounces: 4,
    bounceMs: 1.5,
    isClosed,
  });
  const part = button("bell");
  const seen: (number | undefined)[] = [];
  board.begin(part);
  board.follow(part, () => {
    if (part.state.value !== seen.at(-1)) seen.push(part.state.value);
  });
  board.clock.advance(100);
  return { ...board, model, part, seen };
}

test("three presses are three, and each has its two edges", () => {
  const { model, clock, part, seen } = onBench();
  for (let i = 0; i < 3; i += 1) {
    model.close();
    clock.advance(60);
    model.open();
    clock.advance(60);
  }
  expect(part.presses.value).toBe(3);
  expect(seen).toEqual([0, 1, 0, 1, 0, 1, 0]);
});

test("a finger that stays is one press", () => {
  const { model, clock, part } = onBench();
  model.close();
  clock.advance(60_000);
  expect(part.presses.value).toBe(1);
  expect(part.state.value).toBe(1);
});

test("a button that is held while the device starts was not pressed", () => {
  const { model, clock, part, seen } = onBench(true);
  expect(part.presses.value).toBe(0);
  expect(seen).toEqual([1]);
  model.open();
  clock.advance(60);
  expect([part.state.value, part.presses.value]).toEqual([0, 0]);
});

test("a button with a welded contact stays pressed and counts nothing more", () => {
  const { model, clock, part } = onBench();
  model.close();
  clock.advance(60);
  model.fault = "stuck-closed";
  model.open();
  clock.advance(60);
  expect([part.state.value, part.presses.value]).toEqual([1, 1]);
});
