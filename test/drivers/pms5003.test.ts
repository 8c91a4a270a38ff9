// PMS5003: frames that others have captured beside their values, everything that a line can do wrong, and its model.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type * as Driver from "../../src/drivers/pms5003.ts";
import { createPms5003 } from "../../tools/sim/parts/pms5003.ts";
import type { LineFault } from "../../tools/sim/parts/voice.ts";
import { createBreadboard } from "./breadboard.ts";
import { narrow } from "./narrow.ts";
import { recorded } from "./recorded.ts";

const { pms5003 } = narrow<typeof Driver>(
  join(import.meta.dirname, "..", "..", "src", "drivers", "pms5003.ts"),
);

const [TX, RX] = ["dust.tx", "dust.rx"];
const BE_PASSIVE = "424de400010174424de100000170";
const READ = "424de200000171";

const bytes = (hex: string) => Buffer.from(hex.replaceAll(" ", ""), "hex").toString("latin1");

/** From the README of RT-Thread's package pmsxx: its CF=1 values are 3, 4 and 7, those of the air 4, 5 and 8. */
const CAPTURED = bytes(
  "42 4d 00 1c 00 03 00 04 00 07 00 04 00 05 00 08 03 1b 00 f9 00 1b 00 06 00 03 00 03 9a 00 02 a2",
);

function onBench() {
  const board = createBreadboard();
  const part = pms5003("dust");
  const measured = () => [board.measure(part), part.pm1.value, part.pm25.value, part.pm10.value];
  /** What comes while the part is measured, `ms` after it was asked. */
  const sent = (answer: string, ms = 100, baud = 9600) =>
    board.clock.after(ms, () => board.lines.send(RX, answer, baud));
  return { ...board, part, measured, sent };
}

describe("the driver", () => {
  test("the sensor is set to wait once, then read frame by frame", () => {
    const { part, measured, sent, ...board } = onBench();
    const done = recorded(board);
    board.begin(part);
    sent(CAPTURED);
    expect(measured()[0]).toBe("");
    expect(done).toEqual([
      "set up dust.tx dust.rx 9600",
      `write 0 ${BE_PASSIVE}`,
      "take 0 ",
      `write 0 ${READ}`,
      "wait 2400",
      `take 0 ${Buffer.from(CAPTURED, "latin1").toString("hex")}`,
    ]);
  });

  test.each([
    ["4, 5 and 8 as captured", CAPTURED, [4, 5, 8]],
    [
      "31, 46 and 60 as captured in smoke",
      bytes("424d001c0029003e0046001f002e003c19ec07bf0169003600080000910004e5"),
      [31, 46, 60],
    ],
    ["zeros", bytes(`424d001c${"00".repeat(24)}97000142`), [0, 0, 0]],
    [
      "the end of the range",
      bytes(`424d001c${"ff".repeat(6)}${"03e8".repeat(3)}${"ff".repeat(14)}1758`),
      [1000, 1000, 1000],
    ],
  ])("the driver reads %s", (_name, frame, values) => {
    const { part, begin, measured, sent } = onBench();
    begin(part);
    sent(frame);
    expect(measured()).toEqual(["", ...values]);
  });

  test.each<[string, string, string]>([
    ["nothing", "", "no answer"],
    ["noise alone", "\xfe\x00B\xc3M".repeat(5), "noise"],
    ["the answer to a command alone", bytes("424d0004e1000174"), "noise"],
    ["a frame of another length", CAPTURED.replace("\x1c", "\x14"), "noise"],
    ["the start characters alone", CAPTURED.substring(0, 4), "cut frame"],
    ["a frame without its last byte", CAPTURED.substring(0, 31), "cut frame"],
    ["65535 of each", bytes(`424d001c${"ff".repeat(26)}1a91`), "out of range"],
    ["1001 of one", bytes(`424d001c${"ff".repeat(6)}000103e903e8${"ff".repeat(14)}166f`), "out of range"],
    ["a frame whose sum is wrong", `${CAPTURED.substring(0, 31)}\xa3`, "bad checksum"],
    [
      "a frame that lost a byte, and what follows",
      CAPTURED.substring(0, 9) + CAPTURED.substring(10, 32) + "\0",
      "bad checksum",
    ],
    [
      "a wrong frame before a cut one",
      `${CAPTURED.substring(0, 31)}\xa3${CAPTURED.substring(0, 9)}`,
      "cut frame",
    ],
  ])("%s is a fault of its own, and gives no reading", (_name, answer, fault) => {
    const { part, begin, measured, sent } = onBench();
    begin(part);
    sent(CAPTURED);
    expect(measured()).toEqual(["", 4, 5, 8]);
    sent(answer);
    expect(measured()).toEqual([fault, undefined, undefined, undefined]);
  });

  test("each single wrong bit of a frame is seen", () => {
    const { part, begin, measured, sent } = onBench();
    begin(part);
    for (let bit = 0; bit < 32 * 8; bit += 1) {
      const at = bit >> 3;
      const wrong = String.fromCharCode(CAPTURED.charCodeAt(at) ^ (1 << (bit & 7)));
      sent(CAPTURED.substring(0, at) + wrong + CAPTURED.substring(at + 1));
      expect(measured()).toEqual([at < 4 ? "noise" : "bad checksum", undefined, undefined, undefined]);
    }
  });

  test("a frame is found in noise, in pieces, and behind another answer", () => {
    const { part, begin, measured, sent } = onBench();
    begin(part);
    const around = `${bytes("424d0004e1000174")}BM\0\xff${CAPTURED}BM\0`;
    for (let at = 0; at < around.length; at += 1) sent(around.charAt(at), 10 + at);
    expect(measured()).toEqual(["", 4, 5, 8]);
  });

  test("bytes from before the request are forgotten", () => {
    const { part, begin, clock, measured, sent } = onBench();
    begin(part);
    sent(CAPTURED, 1);
    clock.advance(10);
    expect(measured()[0]).toBe("no answer");
  });

  test("the newest of many frames is taken, and no more is kept", () => {
    const { part, begin, measured, sent } = onBench();
    begin(part);
    for (let i = 0; i < 20; i += 1) sent(bytes(`424d001c${"00".repeat(24)}97000142`), 100 + i);
    sent(CAPTURED, 200);
    expect(measured()).toEqual(["", 4, 5, 8]);
    for (let i = 0; i < 50; i += 1) sent("\xff".repeat(31), 300 + i);
    expect(measured()[0]).toBe("noise");
  });

  test("a part at another rate is noise", () => {
    const { part, begin, measured, sent } = onBench();
    begin(part);
    sent(CAPTURED, 100, 19200);
    expect(measured()[0]).toBe("noise");
  });
});

describe("with its model", () => {
  function withModel() {
    const bench = onBench();
    const air = { pm1: 8, pm25: 13, pm10: 20 };
    const model = createPms5003({ lines: bench.lines, tx: TX, rx: RX, ...bench.clock, dust: () => air });
    bench.watch(model);
    bench.begin(bench.part);
    return { ...bench, air, model };
  }

  test("the air is read, up to the end of its range", () => {
    const { air, measured } = withModel();
    expect(measured()).toEqual(["", 8, 13, 20]);
    Object.assign(air, { pm1: 0, pm25: 999.6, pm10: 4000 });
    expect(measured()).toEqual(["", 0, 1000, 1000]);
  });

  test("the model says nothing between two measurements", () => {
    const { clock, lines, measured } = withModel();
    expect(measured()[0]).toBe("");
    let heard = "";
    lines.listen(RX, 9600, (some) => {
      heard += some;
    });
    clock.advance(60_000);
    expect(heard).toBe("");
  });

  test("the model speaks after a power cut, and is silenced after a fault", () => {
    const { measured, model, clock } = withModel();
    expect(measured()[0]).toBe("");
    model.powerCycle();
    expect(measured()).toEqual(["", 8, 13, 20]);
    expect(model.mode()).toBe("active");
    model.fault = "silent";
    expect(measured()[0]).toBe("no answer");
    model.fault = "none";
    clock.advance(100);
    expect(model.mode()).toBe("passive");
    expect(measured()).toEqual(["", 8, 13, 20]);
  });

  test("a sleeping one is woken at start and behind a missing answer", () => {
    const asleep = bytes("424de400000173");
    const bench = onBench();
    const dust = () => ({ pm1: 8, pm25: 13, pm10: 20 });
    const model = createPms5003({ lines: bench.lines, tx: TX, rx: RX, ...bench.clock, dust });
    bench.watch(model);
    bench.lines.sent(TX, asleep, 9600);
    expect(model.mode()).toBe("asleep");
    bench.begin(bench.part);
    expect(bench.measured()).toEqual(["", 8, 13, 20]);
    bench.lines.sent(TX, asleep, 9600);
    bench.clock.advance(100);
    expect(bench.measured()[0]).toBe("no answer");
    expect(bench.measured()).toEqual(["", 8, 13, 20]);
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
    expect(measured()[0]).toBe("");
    model.fault = fault;
    expect(measured()[0]).toBe(words);
    model.fault = "none";
    expect(measured()).toEqual(["", 8, 13, 20]);
  });
});
