// An infrared receiver: frames of the NEC protocol beside codes, held keys, and all that its line can do wrong.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sentencesOf } from "../../src/checks/fault.ts";
import { partFaults } from "../../src/checks/part-faults.ts";
import * as driver from "../../src/drivers/ir-receiver.ts";
import { createIrRemote, type IrRemoteFault } from "../../tools/sim/parts/ir-remote.ts";
import { createBreadboard, PIN } from "./breadboard.ts";
import { narrow } from "./narrow.ts";

/** The same module, whose sums are checked for the width of a board's numbers. */
const narrowed = narrow<typeof driver>(
  join(import.meta.dirname, "..", "..", "src", "drivers", "ir-receiver.ts"),
);

const WRAP_MS = Math.floor(2 ** 31 / 1000);

function onBench(keys?: readonly number[], startMs = 0, { irReceiver } = driver) {
  const board = createBreadboard(startMs);
  const part = irReceiver("remote", keys);
  const remote = createIrRemote({ lines: board.lines, pin: PIN, after: board.clock.after });
  board.begin(part);
  /** What was told at each press. */
  const told: unknown[][] = [];
  board.follow(part, () => told.push([part.key.value, part.code.value, part.presses.value]));
  board.clock.advance(0);
  told.length = 0;
  /** Of a measurement that nothing told to make. */
  const sampled = () => [board.measure(part), part.key.value, part.code.value, part.presses.value];
  return { ...board, part, remote, told, sampled };
}

/** A fall at each of these microseconds from the first one. */
function falls(board: ReturnType<typeof onBench>, gaps: readonly number[]) {
  const all = gaps.reduce((sum, gap) => sum + gap, 0);
  board.clock.after(Math.ceil(all / 1000) + 1, () => {
    let left = all;
    for (const gap of [0, ...gaps]) {
      left -= gap;
      board.lines.drive(PIN, 0, left + 50);
      board.lines.drive(PIN, 1, left);
    }
  });
  board.clock.advance(500);
}

const LEAD = 13_500;
const [ZERO, ONE] = [1125, 2250];

/** As the datasheet has a frame: each byte with its lowest bit first. */
function bits(...bytes: number[]): number[] {
  return bytes.flatMap((byte) => Array.from({ length: 8 }, (_, i) => ((byte >> i) & 1 ? ONE : ZERO)));
}

describe("the driver", () => {
  test.each([
    ["an address of 8 bits", [0x04, 0xfb, 0x08, 0xf7], 0x0408],
    ["the address 0", [0x00, 0xff, 0x45, 0xba], 69],
    ["a command of 0", [0x00, 0xff, 0x00, 0xff], 0],
    ["all ones", [0xff, 0x00, 0xff, 0x00], 0xffff],
    ["an address of 16 bits", [0x02, 0x7d, 0x10, 0xef], 0x7d0210],
    ["the greatest address", [0xff, 0xff, 0xff, 0x00], 0xffffff],
  ])("%s is read", (_name, bytes, code) => {
    const bench = onBench();
    falls(bench, [LEAD, ...bits(...bytes)]);
    expect(bench.told).toEqual([[1, code, 1]]);
  });

  test.each([
    // The receiver falls 184 to 395 µs late.
    ["shortest", LEAD - 211, ZERO - 211, ONE - 211],
    ["longest", LEAD + 211, ZERO + 211, ONE + 211],
    ["nearest to each other", LEAD, 1687, 1688],
    ["farthest from each other", 12_375, 560, 2800],
    ["longest of all", 14_600, 560, 2800],
  ])("gaps that are %s are a frame", (_name, lead, zero, one) => {
    const bench = onBench();
    const gaps = bits(0x04, 0xfb, 0x08, 0xf7).map((gap) => (gap === ONE ? one : zero));
    falls(bench, [lead, ...gaps]);
    expect(bench.told).toEqual([[1, 0x0408, 1]]);
  });

  test.each([
    ["a lead that is too short", [12_374, ...bits(0x04, 0xfb, 0x08, 0xf7)]],
    ["a lead that is too long", [14_601, ...bits(0x04, 0xfb, 0x08, 0xf7)]],
    ["no lead", bits(0x04, 0xfb, 0x08, 0xf7)],
    ["a bit less", [LEAD, ...bits(0x04, 0xfb, 0x08, 0xf7).slice(1)]],
    ["a gap below a bit", [LEAD, 559, ...bits(0x04, 0xfb, 0x08, 0xf7).slice(1)]],
    ["a gap beyond a bit", [LEAD, 2801, ...bits(0x04, 0xfb, 0x08, 0xf7).slice(1)]],
    ["a command that is not its inverse", [LEAD, ...bits(0x04, 0xfb, 0x08, 0xf6)]],
    ["a repeat without a key", [11_250]],
  ])("%s is no press", (_name, gaps) => {
    const bench = onBench();
    falls(bench, gaps);
    expect(bench.told).toEqual([]);
    expect(bench.sampled()).toEqual(["", 0, undefined, 0]);
  });

  test("a frame without one edge is no press, the next one is", () => {
    const bench = onBench();
    let fell: (at: number, isLost: boolean) => boolean = () => true;
    bench.ports.edges.watchFalls = (_, then) => {
      fell = then;
    };
    bench.begin(bench.part);
    const frame = (lost: number) => {
      let at = 1000;
      return [0, LEAD, ...bits(0x04, 0xfb, 0x08, 0xf7)].filter((gap, i) => {
        at += gap;
        return fell(at, i === lost);
      });
    };
    expect([frame(1), frame(9), frame(33)].flat()).toEqual([]);
    expect(frame(-1)).toHaveLength(1);
    expect(bench.part.presses.value).toBe(1);
  });

  test("microseconds and milliseconds wrap in a frame", () => {
    for (const startMs of [WRAP_MS - 40, 2 ** 31 - 40]) {
      const bench = onBench([0xffffff], startMs, narrowed);
      bench.remote.press(0xffffff, 2);
      bench.clock.advance(300);
      expect(bench.sampled()).toEqual(["", 1, 0xffffff, 1]);
    }
  });
});

describe("with a remote", () => {
  test("each press is counted, and its key let go after it", () => {
    const { remote, clock, told, sampled } = onBench([69, 70]);
    expect(sampled()).toEqual(["", 0, undefined, 0]);
    for (const code of [69, 70, 70, 71]) {
      remote.press(code);
      clock.advance(100);
      clock.advance(400);
      expect(sampled()).toEqual(["", 0, code, told.length]);
    }
    expect(told).toEqual([
      [1, 69, 1],
      [2, 70, 2],
      [2, 70, 3],
      [0, 71, 4],
    ]);
  });

  test("a key that is held is one press, to its last repeat", () => {
    const { remote, clock, told, sampled } = onBench([69]);
    remote.press(69, 9);
    clock.advance(1000);
    expect(sampled()).toEqual(["", 1, 69, 1]);
    clock.advance(200);
    expect(sampled()).toEqual(["", 1, 69, 1]);
    clock.advance(100);
    expect(sampled()).toEqual(["", 0, 69, 1]);
    expect(told).toEqual([[1, 69, 1]]);
  });

  test("a repeat behind a key that was let go holds none", () => {
    const { remote, clock, sampled, lines } = onBench([69]);
    remote.press(69);
    clock.advance(400);
    for (const [level, ago] of [
      [0, 11_300],
      [1, 2300],
      [0, 50],
      [1, 0],
    ] as const)
      lines.drive(PIN, level, ago);
    expect(sampled()).toEqual(["", 0, 69, 1]);
  });

  test("an edge jitters as the receiver allows, and the code is read", () => {
    const { remote, clock, told } = onBench();
    remote.fault = "jitter";
    for (const code of [0x00ff, 0x7d0210, 0xaa55]) {
      remote.press(code, 1);
      clock.advance(600);
    }
    expect(told.map(([, code]) => code)).toEqual([0x00ff, 0x7d0210, 0xaa55]);
  });

  test.each<IrRemoteFault>(["silent", "cut", "lost-edge", "wrong-check", "noise"])(
    "%s is no press, no fault, and passes",
    (fault) => {
      const { remote, clock, told, sampled } = onBench();
      remote.fault = fault;
      remote.press(0x0408, 1);
      clock.advance(500);
      expect(sampled()).toEqual(["", 0, undefined, 0]);
      expect(told).toEqual([]);
      remote.fault = "none";
      remote.press(0x0408);
      clock.advance(100);
      expect(told).toEqual([[1, 0x0408, 1]]);
    },
  );
});

test("codes that no remote sends are refused", () => {
  expect(sentencesOf(partFaults([driver.irReceiver("remote", [69, -1, 0x1000000])]))).toEqual([
    'The part "remote" has -1 for its key 2; it is a whole number from 0 to 16777215.',
    'The part "remote" has 16777216 for its key 3; it is a whole number from 0 to 16777215.',
  ]);
});
