// A display: what is written for each row, dot by dot, and what becomes of it on its panel.
import { expect, test } from "vitest";
import { sentencesOf } from "../../src/checks/fault.ts";
import { partFaults } from "../../src/checks/part-faults.ts";
import { type Ssd1306, ssd1306 } from "../../src/drivers/ssd1306.ts";
import type { I2cPins } from "../../src/ports/i2c.ts";
import { createSsd1306 } from "../../tools/sim/parts/ssd1306.ts";
import { createBreadboard } from "./breadboard.ts";

function onBench(rows: 8 | 4 = 8, address?: 0x3c | 0x3d) {
  const board = createBreadboard();
  const panel = createSsd1306({ rows, address: address ?? 0x3c });
  board.plug(panel);
  const sent: string[] = [];
  let left = Number.POSITIVE_INFINITY;
  const part = ssd1306("panel", rows, address);
  const bus = {
    ...board.ports,
    i2c: {
      setUp: (pins: I2cPins) => board.ports.i2c.setUp(pins),
      write(to: number, bytes: string) {
        sent.push(bytes);
        left -= 1;
        if (left < 0) panel.fault = "absent";
        return board.ports.i2c.write(to, bytes);
      },
      read: (to: number, count: number) => board.ports.i2c.read(to, count),
    },
  };
  part.begin(part, bus, { panel: { sda: "SDA", scl: "SCL" } });
  const show = (...lines: string[]) => {
    const written = [...lines, ...new Array<string>(rows - lines.length).fill("")];
    return (
      part.start(part) &&
      written.every((line, row) => part.writeRow(part, row, utf8(line))) &&
      part.light(part)
    );
  };
  /** After so many transfers more. */
  const fallSilentAfter = (count: number) => {
    left = count;
  };
  return { part, panel, sent, show, fallSilentAfter };
}

function utf8(text: string): string {
  return Buffer.from(text).toString("latin1");
}

/** The dots of the cells of a row. */
function picture(dots: readonly string[], row: number, cells: number): string[] {
  return dots.slice(row * 8, row * 8 + 8).map((line) => line.slice(0, cells * 6));
}

test("a panel stays dark until it is lit, then shows all rows", () => {
  const { part, panel } = onBench();
  expect(part.start(part)).toBe(true);
  for (let row = 0; row < 8; row++) expect(part.writeRow(part, row, `row ${row}`)).toBe(true);
  expect(panel.text()).toEqual([]);
  expect(part.light(part)).toBe(true);
  expect(panel.text()).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((row) => `row ${row}`));
});

test("a panel draws characters upright, from the top left", () => {
  const { panel, show } = onBench();
  show("AgF", "7°µ");
  expect(picture(panel.dots(), 0, 3)).toEqual([
    ".###........#####.",
    "#...#..####.#.....",
    "#...#.#...#.#.....",
    "#####.#...#.####..",
    "#...#..####.#.....",
    "#...#.....#.#.....",
    "#...#..###..#.....",
    "..................",
  ]);
  expect(picture(panel.dots(), 1, 3)).toEqual([
    "#####..##.........",
    "....#.#..#........",
    "...#..#..#..#...#.",
    "...#...##...#...#.",
    "..#.........##..#.",
    "..#.........#.##..",
    "..#.........#.....",
    "..................",
  ]);
});

test("each character has a glyph of its own", () => {
  const { panel, show } = onBench();
  const all = [...Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)), ..."°±²³´µ"].join("");
  const lines = Array.from({ length: 6 }, (_, i) => [...all].slice(i * 17, i * 17 + 17).join(""));
  show(...lines.map((line) => `[${line}]`));
  expect(panel.text().slice(0, 6)).toEqual(lines.map((line) => `[${line}]`));
});

test.each([
  ["what is longer than a row", "0123456789abcdefghijk and more", "0123456789abcdefghijk"],
  ["a row that is full", "0123456789abcdefghij°", "0123456789abcdefghij°"],
  ["nothing", "", ""],
  ["characters of two, three and four bytes", "é€😀!", "???!"],
  ["others beside those of Latin", "¯·Â", "???"],
  ["what cannot be seen", "\u0000\n\u007f!", "???!"],
])("a panel shows %s", (_what, text, shown) => {
  const { panel, show } = onBench();
  show("", text);
  expect(panel.text()).toEqual(["", shown, "", "", "", "", "", ""]);
});

test.each(["\xc2", "\xb0", "\xe2\x82", "\xf0\x9f"])(
  "a panel shows %j, which is no whole character, as ?",
  (bytes) => {
    const { part, panel, show } = onBench();
    show();
    expect(part.writeRow(part, 3, bytes)).toBe(true);
    expect(panel.text()[3]?.[0]).toBe("?");
  },
);

test("a rewritten row shows nothing of its former text", () => {
  const { part, panel, show } = onBench();
  show("WWWWWWWWWWWWWWWWWWWWW", "WWW");
  part.writeRow(part, 0, "1");
  expect(panel.text().slice(0, 2)).toEqual(["1", "WWW"]);
});

test("a row that was cut short is rewritten from its first column", () => {
  const { part, panel, show, fallSilentAfter } = onBench();
  show("Wo");
  fallSilentAfter(2);
  expect(part.writeRow(part, 0, "cut short")).toBe(false);
  fallSilentAfter(99);
  panel.fault = "none";
  expect(part.writeRow(part, 0, "whole")).toBe(true);
  expect(panel.text()[0]).toBe("whole");
});

test("a small panel shows four rows", () => {
  const { panel, show } = onBench(4, 0x3d);
  show("one", "two", "three", "four");
  expect(panel.text()).toEqual(["one", "two", "three", "four"]);
});

test.each([
  ["fades", "\x00\x23\x3f"],
  ["is zoomed", "\x00\xd6\x01"],
])("a panel that %s since another program shows all after the start", (_what, left) => {
  const { panel, show } = onBench();
  panel.write(0x3c, left);
  show("one", "two");
  expect(panel.text().slice(0, 2)).toEqual(["one", "two"]);
});

test("the driver sends at most 45 bytes at once", () => {
  const { sent, show } = onBench();
  show("0123456789abcdefghijk");
  expect(Math.max(...sent.map(({ length }) => length))).toBe(45);
});

test.each(["absent", "unpowered"] as const)(
  "the driver reports that a panel that is %s does not answer",
  (fault) => {
    const { part, panel, show } = onBench();
    panel.fault = fault;
    expect(part.start(part)).toBe(false);
    panel.fault = "none";
    expect(show("here")).toBe(true);
    panel.fault = fault;
    expect(part.isAsLeft(part)).toBe(false);
    expect(part.writeRow(part, 0, "")).toBe(false);
    expect(part.light(part)).toBe(false);
  },
);

test("the driver sees by its status that a panel lost power", () => {
  const { part, panel, show } = onBench();
  show("here");
  expect(part.isAsLeft(part)).toBe(true);
  panel.losePower();
  expect(part.isAsLeft(part)).toBe(false);
  show("again");
  expect(part.isAsLeft(part)).toBe(true);
  expect(panel.text()[0]).toBe("again");
});

test("a panel whose status cannot be read is checked by a command", () => {
  const { part, panel, show } = onBench();
  panel.fault = "untold";
  expect(show("here")).toBe(true);
  expect(part.isAsLeft(part)).toBe(true);
  panel.fault = "absent";
  expect(part.isAsLeft(part)).toBe(false);
});

test.each([
  [5, 0x3c, ['The part "panel" has 5 for its rows; it is 8.']],
  [4, 0x3e, ['The part "panel" has 0x3e for its address; it is a whole number from 0x3c to 0x3d.']],
  [9, 0x3c, ['The part "panel" has 9 for its rows; it is 8.']],
  [8, 0x3d, []],
])("a panel with %i rows at %i has its numbers checked", (rows, address, sentences) => {
  const part: Ssd1306 = ssd1306("panel", rows as 8, address as 0x3c);
  expect(sentencesOf(partFaults([part]))).toEqual(sentences);
});
