// The report of an image says what each of its parts costs.
import { expect, test } from "vitest";
import type { Board } from "../../boards/board.ts";
import board from "../../boards/esp32-espruino.ts";
import linux from "../../boards/raspberry-pi-zero-2-w.ts";
import { sizeReport } from "../../tools/cli/build/size-report.ts";
import type { Image } from "../../tools/image/build.ts";

const place = (file: string) => ({ file, line: 1 });

const image: Image = {
  firmware: "lamp",
  board: "esp32-espruino",
  target: "espruino",
  chip: "esp32",
  features: { qos1: true, tls: false },
  limits: { slots: 8, bytes: 512, packetBytes: 1024, linkBytes: 536 },
  held: { unit: "JsVars", connected: 700, ring: 64, buffers: 36, start: 0, most: 800 },
  warnings: [],
  files: [
    {
      name: "lamp.js",
      content: { text: "a()\nbc()", origins: [place("src/mqtt/client.ts"), place("src/ring/ring.ts")] },
    },
  ],
};

const built = { folder: "dist/lamp", firmware: "./lamp" };

/** What most people read. */
function headlinesOf(changes: Partial<Image>, of: Board = board): string[] {
  return sizeReport({ ...image, ...changes }, of, built, { verbose: false }).split("\n");
}

test("a report shows the image, its size and the next step", () => {
  const { flashBytes, held } = board.budget;
  expect(headlinesOf({})).toEqual([
    "built: dist/lamp for esp32-espruino",
    `size:  40 of ${flashBytes} bytes of flash, 0 %; memory at most 800 of ${held} JsVars, ${Math.round(80_000 / held)} % (estimated)`,
    "next:  ringmote flash ./lamp --board esp32-espruino",
  ]);
});

test("an image that needs the LFS reports memory with it", () => {
  const inLfs = { fills: 40_000, connected: 500, most: 600 };
  expect(headlinesOf({ inLfs, needsLfs: true })[1]).toMatch(
    /; memory at most 600 of \d+ JsVars, \d+ %, with its code in the LFS \(estimated\)$/,
  );
  expect(headlinesOf({ inLfs })[1]).toMatch(/; memory at most 800 /);
});

test("a report lists excluded features before the next step", () => {
  const lines = headlinesOf({ notes: ["uptime is left out.", "The ring has 8 slots."] });
  expect(lines.slice(2)).toEqual([
    "note:  uptime is left out.",
    "note:  The ring has 8 slots.",
    "next:  ringmote flash ./lamp --board esp32-espruino",
  ]);
});

test("a report names where to copy a Linux image", () => {
  expect(headlinesOf({ target: "linux" }, linux)[2]).toBe(
    "next:  copy dist/lamp to the computer (docs/linux.md)",
  );
});

test("a verbose report adds files, rooms, features, limits and memory", () => {
  expect(sizeReport(image, board, built, { verbose: true }).split("\n").slice(4)).toEqual([
    "file     bytes",
    "lamp.js      8",
    "",
    "room  bytes",
    "ring      5",
    "mqtt      4",
    "",
    "feature  here",
    "qos1     in",
    "tls      left out",
    "",
    "memory",
    "slots of the ring                            8",
    "bytes of the ring                          512",
    "longest packet coming in, bytes           1024",
    "bytes handed to the link                   536",
    "estimated to hold when connected, JsVars   700",
    "estimated to hold at most, JsVars          800",
  ]);
});

test.each([false, true])("a report shows measured costs of features, verbose %s", (verbose) => {
  const costs = { qos1: { bytes: 1234, held: 56 } };
  const report = sizeReport(image, board, built, { verbose, costs });
  expect(report).toContain(
    "feature  here      bytes          held, JsVars\nqos1     in        1234           56\ntls      left out  not to be had",
  );
  expect(report.includes("lamp.js")).toBe(verbose);
});
