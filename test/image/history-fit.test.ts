// The time that a history covers on a board, by what the device holds there.
import { expect, test } from "vitest";
import type { Board } from "../../boards/board.ts";
import { device, hours, minutes, numberInput, sensor, stateOf, valueOnly } from "../../src/index.ts";
import { heldByHistories, historyNotes, longHistories } from "../../tools/image/history-fit.ts";

const IN_BYTES = { unit: "bytes", buffered: 1 } as const;
const IN_VARS = { unit: "JsVars", buffered: 1 / 12 } as const;

function keeping(keep: ReturnType<typeof hours>) {
  const level = numberInput("level", valueOnly(), { min: 0, max: 1 });
  const reading = sensor("reading", stateOf(level), { every: minutes(1), history: { keep } });
  return device({ name: "keeping", clock: {}, sensors: [reading], actuators: [level] });
}

/** A device that holds 10,000 besides its history, on a board with room for so much. */
function onBoard(keep: ReturnType<typeof hours>, budget: number) {
  const declaration = keeping(keep);
  const most = 10_000 + heldByHistories(declaration, IN_BYTES);
  const image = { held: { most } } as Parameters<typeof historyNotes>[0];
  const board = { name: "small", budget: { held: budget } } as Board;
  return { declaration, image, board };
}

test("a history holds what its parts do, whatever it keeps", () => {
  const parts = (keep: number) => Math.ceil((keep * 60) / 16) + 2;
  expect(heldByHistories(keeping(hours(6)), IN_BYTES)).toBe(520 + parts(6) * 114);
  expect(heldByHistories(keeping(hours(24)), IN_VARS)).toBe(40 + parts(24) * 9);
});

test("the build says how far a history reaches, and how far it could", () => {
  const { image, declaration, board } = onBoard(hours(6), 20_000);
  expect(historyNotes(image, declaration, board, IN_BYTES)).toEqual([
    'The history of the sensor "reading" keeps 360 readings, of 6 hours; the board has room for 21 hours of them.',
  ]);
});

test("the build says of no board that it has room for more than a history may reach back", () => {
  const { image, declaration, board } = onBoard(hours(6), 1_000_000);
  expect(historyNotes(image, declaration, board, IN_BYTES)).toEqual([
    'The history of the sensor "reading" keeps 360 readings, of 6 hours; the board has room for 168 hours of them.',
  ]);
});

test("a history that is too long is refused with one that fits", () => {
  const { image, declaration, board } = onBoard(hours(48), 20_000);
  const [fault] = longHistories(image, declaration, board, IN_BYTES);
  expect(fault?.sentence).toBe(
    'The history of the sensor "reading" reaches back 48 hours, and small has room for 21 hours of it; write keep: hours(21), or a longer every.',
  );
  const shorter = onBoard(hours(21), 20_000);
  expect(shorter.image.held.most).toBeLessThanOrEqual(20_000);
});

test("a device of which no history fits is refused as a whole", () => {
  const { image, declaration, board } = onBoard(hours(6), 10_800);
  expect(longHistories(image, declaration, board, IN_BYTES)).toEqual([]);
});
