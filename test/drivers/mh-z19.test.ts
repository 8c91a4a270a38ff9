// MH-Z19: the manual's example and a captured answer beside their ppm, each fault of the line, and warming up.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { seconds } from "../../src/bytes/milliseconds.ts";
import * as driver from "../../src/drivers/mh-z19.ts";
import { createMhZ19 } from "../../tools/sim/parts/mh-z19.ts";
import type { LineFault } from "../../tools/sim/parts/voice.ts";
import { createBreadboard } from "./breadboard.ts";
import { narrow } from "./narrow.ts";
import { recorded } from "./recorded.ts";

const narrowed = narrow<typeof driver>(join(import.meta.dirname, "..", "..", "src", "drivers", "mh-z19.ts"));

const [TX, RX] = ["air.tx", "air.rx"];
const READ = "ff01860000000000" + "79";

const bytes = (hex: string) => Buffer.from(hex.replaceAll(" ", ""), "hex").toString("latin1");

/** The example of the MH-Z19B's manual, whose last bytes are 0: 544 ppm. */
const EXAMPLE = bytes("ff 86 02 20 00 00 00 00 58");

function onBench(warmUpMs?: number, startMs?: number, { mhZ19 } = driver) {
  const board = createBreadboard(startMs);
  const part = mhZ19("air", warmUpMs);
  const measured = () => [board.measure(part), part.co2.value];
  /** What comes while the part is measured. */
  const sent = (answer: string, baud = 9600) =>
    board.clock.after(100, () => board.lines.send(RX, answer, baud));
  return { ...board, part, measured, sent };
}

describe("the driver", () => {
  test("a measurement is a question, and an answer half a second later", () => {
    const { part, measured, sent, ...board } = onBench(0);
    const done = recorded(board);
    board.begin(part);
    sent(EXAMPLE);
    expect(measured()).toEqual(["", 544]);
    expect(done).toEqual([
      "set up air.tx air.rx 9600",
      "take 0 ",
      `write 0 ${READ}`,
      "wait 500",
      "take 0 ff8602200000000058",
    ]);
  });

  test.each<[string, string, number]>([
    // From a report about the part, which says 449 ppm.
    ["an answer captured of a part", bytes("ff 86 01 c1 3c 04 3c c1 7b"), 449],
    ["the least", bytes("ff 86 00 01 00 00 00 00 79"), 1],
    ["a sum whose checksum is 0", bytes("ff 86 01 79 00 00 00 00 00"), 377],
    ["the widest range's end", bytes("ff 86 27 10 00 00 00 00 43"), 10000],
    ["the newest of two answers", EXAMPLE + bytes("ff 86 01 c1 3c 04 3c c1 7b"), 449],
    ["an answer behind its question, which the line gave back", bytes(READ) + EXAMPLE, 544],
  ])("reads %s", (_name, answer, ppm) => {
    for (const made of [driver, narrowed]) {
      const { part, begin, measured, sent } = onBench(0, 0, made);
      begin(part);
      sent(answer);
      expect(measured()).toEqual(["", ppm]);
    }
  });

  test.each<[string, string, string]>([
    ["nothing", "", "no answer"],
    ["noise", "\xfe\x86\xff".repeat(5), "noise"],
    ["its question alone", bytes(READ), "noise"],
    ["the answer of another command", bytes("ff 99 01 00 00 00 00 00 66"), "noise"],
    ["an answer without its last byte", EXAMPLE.substring(0, 8), "cut frame"],
    ["an answer whose checksum is wrong", `${EXAMPLE.substring(0, 8)}\x59`, "bad checksum"],
    ["0 ppm", bytes("ff 86 00 00 00 00 00 00 7a"), "out of range"],
    ["65535 ppm", bytes("ff 86 ff ff 00 00 00 00 7c"), "out of range"],
    ["more than the widest range", bytes("ff 86 27 11 00 00 00 00 42"), "out of range"],
  ])("%s is a fault of its own, and gives no reading", (_name, answer, fault) => {
    const { part, begin, measured, sent } = onBench(0);
    begin(part);
    sent(EXAMPLE);
    expect(measured()).toEqual(["", 544]);
    sent(answer);
    expect(measured()).toEqual([fault, undefined]);
  });

  test("a single wrong bit in an answer is detected", () => {
    const { part, begin, measured, sent } = onBench(0);
    begin(part);
    for (let bit = 0; bit < 9 * 8; bit += 1) {
      const at = bit >> 3;
      const wrong = String.fromCharCode(EXAMPLE.charCodeAt(at) ^ (1 << (bit & 7)));
      sent(EXAMPLE.substring(0, at) + wrong + EXAMPLE.substring(at + 1));
      expect(measured()).toEqual([at < 2 ? "noise" : "bad checksum", undefined]);
    }
  });

  test("an answer from before the question is forgotten", () => {
    const { part, begin, clock, measured, sent } = onBench(0);
    begin(part);
    sent(EXAMPLE);
    clock.advance(200);
    expect(measured()).toEqual(["no answer", undefined]);
  });
});

describe("warming up", () => {
  test.each<[string, number | undefined, number, number]>([
    ["three minutes", undefined, 180, 0],
    ["as long as it is given", seconds(60), 60, 0],
    ["three minutes across the wrap of the clock", undefined, 180, 2 ** 31 - 30_000],
  ])("a part has no reading for %s", (_name, ppm, warmUp, startMs) => {
    const { part, begin, clock, measured, sent } = onBench(ppm, startMs);
    begin(part);
    clock.advance(seconds(warmUp) - 502);
    sent(EXAMPLE);
    expect(measured()).toEqual(["", undefined]);
    sent(EXAMPLE);
    expect(measured()).toEqual(["", 544]);
    clock.advance(2 ** 31 - seconds(warmUp));
    sent(EXAMPLE);
    expect(measured()).toEqual(["", 544]);
  });

  test("0 ppm is no fault while the sensor is cold", () => {
    const { part, begin, measured, sent, clock } = onBench();
    const none = bytes("ff 86 00 00 00 00 00 00 7a");
    begin(part);
    sent(none);
    expect(measured()).toEqual(["", undefined]);
    clock.advance(seconds(180));
    sent(none);
    expect(measured()).toEqual(["out of range", undefined]);
  });

  test("a fault is reported while the sensor is cold", () => {
    const { part, begin, measured } = onBench();
    begin(part);
    expect(measured()).toEqual(["no answer", undefined]);
  });
});

describe("with its model", () => {
  function withModel() {
    const bench = onBench();
    const air = { co2: 612.4 };
    const model = createMhZ19({ lines: bench.lines, tx: TX, rx: RX, ...bench.clock, co2: () => air.co2 });
    bench.watch(model);
    bench.begin(bench.part);
    bench.clock.advance(seconds(180));
    return { ...bench, air, model };
  }

  test("the air is read, up to both ends of its range", () => {
    const { air, measured } = withModel();
    expect(measured()).toEqual(["", 612]);
    air.co2 = 90_000;
    expect(measured()).toEqual(["", 5000]);
    air.co2 = 0;
    expect(measured()).toEqual(["", 400]);
  });

  test("a part that is cold says the end of its range", () => {
    const { clock, measured, model } = withModel();
    model.powerCycle();
    expect(measured()).toEqual(["", 400]);
    clock.advance(seconds(180));
    expect(measured()).toEqual(["", 612]);
  });

  test.each<[LineFault, string]>([
    ["silent", "no answer"],
    ["noise", "noise"],
    ["wrong-rate", "noise"],
    ["cut", "cut frame"],
    ["bad-checksum", "bad checksum"],
    ["noisy", ""],
  ])("the fault %s is reported as %j and ends", (fault, words) => {
    const { measured, model } = withModel();
    model.fault = fault;
    expect(measured()[0]).toBe(words);
    model.fault = "none";
    expect(measured()).toEqual(["", 612]);
  });
});
