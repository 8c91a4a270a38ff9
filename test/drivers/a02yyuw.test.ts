// A02YYUW: the wiki's example beside its distance, frames that hold a start byte, each fault, and its model.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as driver from "../../src/drivers/a02yyuw.ts";
import { createA02yyuw } from "../../tools/sim/parts/a02yyuw.ts";
import type { LineFault } from "../../tools/sim/parts/voice.ts";
import { createBreadboard } from "./breadboard.ts";
import { narrow } from "./narrow.ts";
import { recorded } from "./recorded.ts";

const narrowed = narrow<typeof driver>(join(import.meta.dirname, "..", "..", "src", "drivers", "a02yyuw.ts"));

const [TX, RX] = ["tank.tx", "tank.rx"];

/** The wiki's example: 1953 mm. */
const EXAMPLE = "\xff\x07\xa1\xa7";

function onBench(made = driver) {
  const board = createBreadboard();
  const part = made.a02yyuw("tank");
  const measured = () => [board.measure(part), part.distance.value];
  const sent = (bytes: string) => board.clock.after(100, () => board.lines.send(RX, bytes, 9600));
  return { ...board, part, measured, sent };
}

describe("the driver", () => {
  test("a measurement listens for 0.7 s, and asks nothing", () => {
    const { part, measured, sent, ...board } = onBench();
    const done = recorded(board);
    board.begin(part);
    sent(EXAMPLE);
    expect(measured()).toEqual(["", 1953]);
    expect(done).toEqual(["set up tank.tx tank.rx 9600", "take 0 ", "wait 700", "take 0 ff07a1a7"]);
  });

  test("the driver needs no tx", () => {
    const { part, ports, clock, measured, sent } = onBench();
    part.begin(part, ports, { [RX]: RX });
    sent(EXAMPLE);
    expect([measured(), clock.now()]).toEqual([["", 1953], 700]);
  });

  test.each<[string, string, number]>([
    ["the nearest", "\xff\x00\x1e\x1d", 30],
    ["the farthest of both parts", "\xff\x1d\x4c\x68", 7500],
    ["the newest of two frames", `\xff\x00\x1e\x1d${EXAMPLE}`, 1953],
    ["a frame between two that are cut", `\xa1\xa7${EXAMPLE}\xff\x07`, 1953],
    // 511 mm: its bytes are a start three times, and another frame across two of them.
    ["a frame of start bytes", "\xff\x01\xff\xff\xff\x01\xff\xff\xff\x01\xff", 511],
  ])("the driver reads %s", (_name, bytes, millimetres) => {
    for (const made of [driver, narrowed]) {
      const { part, begin, measured, sent } = onBench(made);
      begin(part);
      sent(bytes);
      expect(measured()).toEqual(["", millimetres]);
    }
  });

  test.each<[string, string, string]>([
    ["nothing", "", "no answer"],
    ["noise", "\xfe\x07\xa1\xa7".repeat(5), "noise"],
    ["a frame without its last byte", "\xff\x07\xa1", "cut frame"],
    ["a frame whose sum is wrong", "\xff\x07\xa1\xa6", "bad checksum"],
    ["a frame that is too far", "\xff\x1d\x4d\x69", "bad checksum"],
    ["a frame that is too near", "\xff\x00\x1d\x1c", "out of range"],
    ["nothing in sight", "\xff\x00\x00\xff", "out of range"],
  ])("%s is a fault, and gives no reading", (_name, bytes, fault) => {
    const { part, begin, measured, sent } = onBench();
    begin(part);
    sent(EXAMPLE);
    expect(measured()).toEqual(["", 1953]);
    sent(bytes);
    expect(measured()).toEqual([fault, undefined]);
  });

  test("frames from before a measurement are forgotten", () => {
    const { part, begin, clock, measured, sent } = onBench();
    begin(part);
    sent(EXAMPLE);
    clock.advance(200);
    expect(measured()).toEqual(["no answer", undefined]);
  });
});

describe("with its model", () => {
  function withModel() {
    const bench = onBench();
    const tank = { centimetres: 123.4 };
    const line = { lines: bench.lines, tx: TX, rx: RX, ...bench.clock };
    const model = createA02yyuw({ ...line, centimetres: () => tank.centimetres });
    bench.begin(bench.part);
    return { ...bench, tank, model };
  }

  test("a distance is read at any moment, up to the part's end", () => {
    const { tank, clock, measured } = withModel();
    for (let i = 0; i < 40; i += 1) {
      expect(measured()).toEqual(["", 1234]);
      clock.advance(i * 7 + 1);
    }
    tank.centimetres = 900;
    measured();
    expect(measured()).toEqual(["", 4500]);
    tank.centimetres = 2;
    measured();
    expect(measured()).toEqual(["out of range", undefined]);
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
    measured();
    expect(measured()[0]).toBe(words);
    model.fault = "none";
    measured();
    expect(measured()).toEqual(["", 1234]);
  });
});
