// Every board in the folder, checked as data: what the build and the wiring rely on.
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Board } from "../../boards/board.ts";

const FOLDER = new URL("../../boards/", import.meta.url);
const BOARDS: Board[] = await Promise.all(
  readdirSync(FOLDER)
    .filter((file) => file.endsWith(".ts") && file !== "board.ts")
    .map(async (file) => {
      const { default: board } = (await import(new URL(file, FOLDER).href)) as { default: Board };
      expect(`${board.name}.ts`).toBe(file);
      return board;
    }),
);

/** The pins whose level decides at reset how the chip starts, and those of its flash and its console. */
const TRAPPED: Record<Board["chip"], number[]> = {
  esp32: [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 15, 34, 35, 36, 39],
  esp8266: [0, 1, 2, 3, 6, 7, 8, 9, 10, 11, 15, 16],
};
const LAST_GPIO: Record<Board["chip"], number> = { esp32: 39, esp8266: 16 };
/** Numbers for which the chip has no pin. */
const NO_PIN: Record<Board["chip"], number[]> = { esp32: [20, 24, 28, 29, 30, 31], esp8266: [] };

test("there is a board for each chip under each firmware", () => {
  expect(BOARDS.map(({ name }) => name).sort()).toEqual([
    "esp32-espruino",
    "esp32-nodemcu",
    "esp8266-espruino",
    "esp8266-nodemcu",
  ]);
});

describe.each(BOARDS.map((board) => [board.name, board] as const))("%s", (_name, board) => {
  const pins = Object.entries(board.pins);

  test("is called by its chip and its firmware", () => {
    expect(board.name).toBe(`${board.chip}-${board.target}`);
    expect(board.title).not.toBe("");
  });

  test("says where its facts were read", () => {
    expect(board.sources.length).toBeGreaterThan(0);
    for (const source of board.sources)
      expect(source).toMatch(/^(Espruino|NodeMCU firmware|Espressif), |^Espruino /);
  });

  test("has each pin once, by its id and by its GPIO number", () => {
    const ids = pins.map(([, { id }]) => id);
    const numbers = pins.map(([, { gpio }]) => gpio);
    expect(new Set(ids).size).toBe(pins.length);
    expect(new Set(numbers).size).toBe(pins.length);
  });

  test("has only pins that the chip has", () => {
    for (const [, { gpio }] of pins) {
      expect(Number.isInteger(gpio)).toBe(true);
      expect(gpio).toBeGreaterThanOrEqual(0);
      expect(gpio).toBeLessThanOrEqual(LAST_GPIO[board.chip]);
      expect(NO_PIN[board.chip]).not.toContain(gpio);
    }
  });

  test("calls its pins as its firmware does", () => {
    for (const [name, { gpio, id }] of pins) {
      if (board.target === "espruino") expect([name, id]).toEqual([`D${gpio}`, `D${gpio}`]);
      else if (board.chip === "esp32") expect(id).toBe(gpio);
      else expect(name).toBe(`D${id}`);
    }
  });

  test("warns of each pin that decides the start, belongs to the flash, or is the console's", () => {
    for (const [name, { gpio, trap }] of pins) {
      if (TRAPPED[board.chip].includes(gpio)) expect(trap, name).toMatch(/^[A-Z].*\.$/);
    }
  });

  test("says of no pin twice what it can do", () => {
    for (const [name, { can }] of pins) expect(new Set(can).size, name).toBe(can.length);
  });

  test("offers an I2C bus and an output on pins without traps", () => {
    const free = pins.filter(
      ([, { can, trap }]) => trap === undefined && can.includes("in") && can.includes("out"),
    );
    expect(free.length).toBeGreaterThanOrEqual(3);
  });

  test("keeps its ring, its longest packet and what the link holds within its memory", () => {
    const { ring, packetBytes, linkBytes, memory } = board;
    expect(ring.slots).toBeGreaterThanOrEqual(8);
    expect(ring.bytes).toBeGreaterThanOrEqual(ring.slots * 16);
    expect(packetBytes).toBeGreaterThanOrEqual(512);
    expect(linkBytes).toBeGreaterThanOrEqual(536);
    const most =
      board.target === "espruino"
        ? (memory.jsVars ?? 0) * (memory.jsVarBytes ?? 0)
        : (memory.heapBytes ?? Infinity);
    expect(ring.bytes + packetBytes + linkBytes).toBeLessThan(most / 4);
  });

  test("has room in its flash for a program", () => {
    expect(board.flashBytes).toBeGreaterThanOrEqual(128 * 1024);
  });

  test("gives an image at most half of its flash, and memory that it has", () => {
    const { budget, flashBytes, memory } = board;
    expect(budget.flashBytes).toBeLessThanOrEqual(flashBytes / 2);
    expect(budget.held).toBeLessThan(
      (board.target === "espruino" ? memory.jsVars : memory.heapBytes) ?? Infinity,
    );
  });

  if (board.target === "espruino") {
    test("says how many JsVars there are, and their size as the interpreter chooses it", () => {
      const { jsVars = 0, jsVarBytes } = board.memory;
      const size = [
        [2047, 12],
        [8191, 13],
        [16383, 14],
        [65535, 16],
      ].find(([most]) => jsVars <= most);
      expect(jsVarBytes).toBe(size?.[1]);
    });
  }
});

test("the NodeMCU DevKit has its D numbers on the GPIOs that its documentation gives", () => {
  const devKit = BOARDS.find(({ name }) => name === "esp8266-nodemcu") as Board;
  const numbers = Object.values(devKit.pins).map(({ gpio }) => gpio);
  expect(numbers).toEqual([16, 5, 4, 0, 2, 14, 12, 13, 15, 3, 1, 9, 10]);
});
