// Every board in the folder, checked as data: what the build and the wiring rely on.
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Board, TargetName } from "../../boards/board.ts";
import type { LaterVariant } from "../../boards/chips/chip.ts";
import { boardFaults } from "../../tools/image/boards/board-schema.ts";

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

/**
 * What every chip has of its own: pins that decide the start, belong to the flash or are the console's, and
 * its numbers.
 */
interface ChipFacts {
  trapped: readonly number[];
  last: number;
  noPin: readonly number[];
}

const ESP32: ChipFacts = {
  trapped: [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 15, 34, 35, 36, 39],
  last: 39,
  noPin: [20, 24, 28, 29, 30, 31],
};
const ESP32_C3: ChipFacts = {
  trapped: [2, 8, 9, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21],
  last: 21,
  noPin: [11],
};
/** Without those of the flash, which no module leads out. */
const ESP32_S3: ChipFacts = {
  trapped: [0, 3, 19, 20, 33, 34, 35, 36, 37, 43, 44, 45, 46],
  last: 48,
  noPin: [22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32],
};
const ESP8266: ChipFacts = { trapped: [0, 1, 2, 3, 6, 7, 8, 9, 10, 11, 15, 16], last: 16, noPin: [] };

/** Of the header of 40 pins: the machine needs two of them itself, and the console may have two. */
const BCM2710: ChipFacts = { trapped: [0, 1, 14, 15], last: 27, noPin: [] };

const ESP32_S2: ChipFacts = {
  trapped: [0, 19, 20, 43, 44, 45, 46],
  last: 46,
  noPin: [22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32],
};
/** Without GPIO14, which chips with their flash on a module do not lead out. */
const ESP32_C6: ChipFacts = { trapped: [4, 5, 8, 9, 12, 13, 15, 16, 17], last: 23, noPin: [14] };
const LATER: Readonly<Record<LaterVariant, ChipFacts>> = {
  esp32s2: ESP32_S2,
  esp32c3: ESP32_C3,
  esp32s3: ESP32_S3,
  esp32c6: ESP32_C6,
};

function chipOf({ chip, variant }: Board): ChipFacts {
  if (variant !== undefined) return LATER[variant];
  if (chip === "bcm2710") return BCM2710;
  return chip === "esp32" ? ESP32 : ESP8266;
}

/** NodeMCU's number of a GPIO on the ESP8266 (docs/modules/gpio.md, "GPIO NodeMCU map"). */
const NODEMCU_NUMBERS: Readonly<Record<number, number>> = {
  16: 0,
  5: 1,
  4: 2,
  0: 3,
  2: 4,
  14: 5,
  12: 6,
  13: 7,
  15: 8,
  3: 9,
  1: 10,
  9: 11,
  10: 12,
};

/** Whose documents say what the pins can do there. */
const SOURCES: Readonly<Record<TargetName, string>> = {
  espruino: "Espruino",
  nodemcu: "NodeMCU firmware",
  linux: "The libgpiod project",
};

test.each(["espruino", "nodemcu"])("%s has at least four boards and both kinds of chip", (target) => {
  const boards = BOARDS.filter((board) => board.target === target);
  expect(boards.length).toBeGreaterThanOrEqual(4);
  expect(new Set(boards.map(({ chip }) => chip))).toEqual(new Set(["esp32", "esp8266"]));
});

describe.each(BOARDS.map((board) => [board.name, board] as const))("%s", (_name, board) => {
  const pins = Object.entries(board.pins);
  const { trapped, last, noPin } = chipOf(board);

  test("a board has no fault", () => {
    expect(boardFaults(board)).toEqual([]);
  });

  test("a board is called by what it is and its firmware", () => {
    // A computer runs Linux, and nobody says so.
    if (board.target === "linux")
      return expect(board.title.toLowerCase().replaceAll(" ", "-")).toBe(board.name);
    expect(board.name).toMatch(new RegExp(`^[a-z0-9-]+-${board.target}$`));
    expect(board.title.toLowerCase()).toContain(`running ${board.target}`);
  });

  test("a board says where its facts were read", () => {
    expect(board.sources.some((source) => source.startsWith(SOURCES[board.target]))).toBe(true);
    for (const source of board.sources) expect(source).toMatch(/^[A-Z][^,]*, ./);
  });

  test("a board has only pins that the chip has", () => {
    for (const [, { gpio }] of pins) {
      if (gpio === undefined) continue;
      expect(gpio).toBeLessThanOrEqual(last);
      expect(noPin).not.toContain(gpio);
    }
  });

  test("a board calls its pins as its firmware does", () => {
    for (const [name, { gpio, id }] of pins) {
      const analog = board.target === "espruino" ? "A0" : 0;
      const digital = gpio === undefined ? analog : gpio;
      if (board.chip === "bcm2710")
        expect(id, name).toBe(gpio === undefined ? `iio:device0 ${name.slice(-1)}` : `gpiochip0 ${gpio}`);
      else if (gpio === undefined) expect(id, name).toBe(analog);
      else if (board.target === "espruino") expect(id, name).toBe(`D${digital}`);
      else expect(id, name).toBe(board.chip === "esp32" ? gpio : NODEMCU_NUMBERS[gpio]);
    }
  });

  test("the board warns of pins for the start, flash and console", () => {
    for (const [name, { gpio, trap }] of pins)
      if (gpio !== undefined && trapped.includes(gpio)) expect(trap, name).toBeDefined();
  });

  test("the board says why a pin with an analog name is unreadable", () => {
    for (const [name, { can, because }] of pins)
      if (because?.adc !== undefined) expect(can, name).not.toContain("adc");
  });

  test("the ring, longest packet and link fit into the board's memory", () => {
    const { ring, packetBytes, linkBytes, memory } = board;
    expect(ring.bytes).toBeGreaterThanOrEqual(ring.slots * 16);
    const most =
      board.target === "espruino"
        ? (memory.jsVars ?? 0) * (memory.jsVarBytes ?? 0)
        : (memory.heapBytes ?? Infinity);
    expect(ring.bytes + packetBytes + linkBytes).toBeLessThan(most / 4);
  });
});

test.each(
  BOARDS.filter(({ module }) => /^ESP32|^ESP-12/.test(module)).map((board) => [board.name, board] as const),
)("%s offers I2C, an output and an analog input without traps", (_name, { pins, chip }) => {
  const free = Object.values(pins).filter(({ trap }) => trap === undefined);
  const digital = free.filter(({ can }) =>
    (["in", "out"] as const).every((ability) => can.includes(ability)),
  );
  expect(digital.length).toBeGreaterThanOrEqual(3);
  // Where the interpreter has no analog inputs, the pins that the chip has for them say so.
  const offersAnalog = free.some(
    ({ can, because }) => can.includes("adc") || /gives no pin|no source gives/.test(because?.adc ?? ""),
  );
  if (chip === "esp32") expect(offersAnalog).toBe(true);
});

test("the pins of the ESP32's ADC2 explain why they refuse analog input", () => {
  const { pins } = BOARDS.find(({ name }) => name === "esp32-nodemcu") as Board;
  const onAdc2 = Object.values(pins).filter(({ because }) => because?.adc?.includes("ADC2"));
  expect(onAdc2.map(({ gpio }) => gpio)).toEqual([0, 2, 4, 12, 13, 14, 15, 25, 26, 27]);
});
