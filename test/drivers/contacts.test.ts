// Reed, leak probe and smoke contact: which state is which level, through bounces, and what a broken wire says.
import { describe, expect, test } from "vitest";
import { leakProbe } from "../../src/drivers/leak-probe.ts";
import { reed } from "../../src/drivers/reed.ts";
import { smokeContact } from "../../src/drivers/smoke-contact.ts";
import { type ContactOptions, createContact } from "../../tools/sim/parts/contact.ts";
import { createBreadboard, PIN } from "./breadboard.ts";

const CONTACTS = [
  // What, the driver, the model, the state when it is closed.
  ["a reed contact", () => reed("at"), {}, 0],
  ["a leak probe", () => leakProbe("at"), {}, 1],
  ["a leak module with a high output", () => leakProbe("at", true), { activeHigh: true }, 1],
  ["a smoke contact", () => smokeContact("at"), {}, 1],
  ["a smoke contact that opens", () => smokeContact("at", true), {}, 0],
] as const;

function onBench(part: ReturnType<typeof reed>, options: Partial<ContactOptions>) {
  const board = createBreadboard();
  const model = createContact({ lines: board.lines, pin: PIN, after: board.clock.after, ...options });
  const seen: (number | undefined)[] = [];
  board.begin(part);
  board.follow(part, () => {
    if (part.state.value !== seen.at(-1)) seen.push(part.state.value);
  });
  board.clock.advance(1000);
  return { ...board, model, seen };
}

describe.each(CONTACTS)("%s", (_what, make, options, whenClosed) => {
  const whenOpen = 1 - whenClosed;

  test("a contact has a state at once and one reading per change", () => {
    const { seen, model, clock } = onBench(make(), { ...options, bounces: 5, bounceMs: 1 });
    expect(seen).toEqual([whenOpen]);
    model.close();
    clock.advance(1000);
    expect(seen).toEqual([whenOpen, whenClosed]);
    model.open();
    clock.advance(1000);
    expect(seen).toEqual([whenOpen, whenClosed, whenOpen]);
  });

  test("a contact does not see what is over before it settles", () => {
    const { seen, model, clock } = onBench(make(), { ...options, bounces: 0 });
    model.close();
    clock.advance(5);
    model.open();
    clock.advance(1000);
    expect(seen).toEqual([whenOpen]);
  });

  test("a contact is watched", () => {
    expect(make().watched).toBe(true);
  });
});

test("a cut cable opens the door and raises an opening alarm", () => {
  for (const [part, state] of [
    [reed("at"), 1],
    [smokeContact("at", true), 1],
    [smokeContact("at"), 0],
    [leakProbe("at"), 0],
  ] as const) {
    const board = createBreadboard();
    board.begin(part);
    expect(board.measure(part)).toBe("");
    expect(part.state.value).toBe(state);
  }
});

test("a module's wire that has come off reads as dry", () => {
  const board = createBreadboard();
  const part = leakProbe("at", true);
  board.begin(part);
  board.measure(part);
  expect(part.state.value).toBe(0);
});
