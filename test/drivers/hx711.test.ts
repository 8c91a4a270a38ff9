// HX711: counts beside what they mean, and everything that its lines can do wrong.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as driver from "../../src/drivers/hx711.ts";
import { median } from "../../src/filters.ts";
import { device, seconds, sensor } from "../../src/index.ts";
import { createHx711, type Hx711Fault } from "../../tools/sim/parts/hx711.ts";
import { startParts } from "../device/parts-in-world.ts";
import { createBreadboard } from "./breadboard.ts";
import { narrow } from "./narrow.ts";

const narrowed = narrow<typeof driver>(join(import.meta.dirname, "..", "..", "src", "drivers", "hx711.ts"));

function onBench(zero = 0, perKilogram = 1000, { hx711 } = driver) {
  const board = createBreadboard();
  const scene = { counts: 0 };
  const { clock, lines } = board;
  const model = createHx711({
    lines,
    data: "scale.data",
    clock: "scale.clock",
    now: clock.now,
    after: clock.after,
    counts: () => scene.counts,
  });
  board.watch(model);
  const part = hx711("scale", zero, perKilogram);
  board.begin(part);
  clock.advance(10);
  const measured = () => {
    const said = [board.measure(part), part.counts.value, part.weight.value];
    clock.advance(1000);
    return said;
  };
  const counting = (counts: number) => {
    scene.counts = counts;
    return measured();
  };
  return { ...board, part, model, measured, counting };
}

describe("the driver", () => {
  test.each([
    [0, 1000, 1, 10],
    [0, 1000, -1, -10],
    [0, 1000, 0x7ffffe, 83886060],
    [0, 1000, -0x7fffff, -83886070],
    [8388607, 1000, -0x7fffff, -167772140],
    [84213, 429500, 84213, 0],
    [84213, 429500, 84213 + 429500, 10000],
    [84213, 429500, 84213 - 42950, -1000],
    // Half a tenth of a gram is rounded up.
    [0, 100000, 5, 1],
    [0, 100000, 4, 0],
    [0, 100000000, 0x7ffffe, 839],
    [-5, 3000, 0, 17],
  ])("a scale with zero %i and %i a kilogram weighs %i counts as %i", (zero, perKilogram, counts, weight) => {
    const { counting } = onBench(zero, perKilogram, narrowed);
    expect(counting(counts)).toEqual(["", counts, weight]);
  });

  test.each([0x2aaaaa, -0x2aaaab, 0x555555, 0x400000, -0x400000, 0x123456])(
    "counts %i are read bit by bit",
    (counts) => {
      const { counting } = onBench();
      expect(counting(counts).slice(0, 2)).toEqual(["", counts]);
    },
  );

  const FAULTS: readonly [Hx711Fault, string][] = [
    ["absent", "not ready"],
    ["not-ready", "not ready"],
    ["shorted", "data stays low"],
    ["too-much", "out of range"],
    ["too-little", "out of range"],
  ];

  test.each(FAULTS)("a part that is %s gives no reading, and then one again", (fault, told) => {
    const { counting, measured, model } = onBench();
    counting(7);
    model.fault = fault;
    expect(measured()).toEqual([told, undefined, undefined]);
    model.fault = "none";
    expect(measured()).toEqual(["", 7, 70]);
  });

  test.each([
    [1, -1],
    [3, 0x3fffff],
    [12, 0x123fff],
    [24, 0x123401],
    [25, 0x123400],
  ])("an interrupt in pulse %i spoils one reading", (pulse, spoiled) => {
    const { counting, part, model } = onBench();
    model.fault = "slept";
    model.heldPulse = pulse;
    counting(0x123400);
    expect(part.counts.value).toBe(spoiled);
    expect(counting(0x123400)).toEqual(["", 0x123400, 11929600]);
  });

  test("median(3) keeps a spoiled weight from being published", () => {
    const { weight } = driver.hx711("scale", 0, 1000);
    const every = seconds(10);
    const sensors = [
      sensor("raw", weight, { every }),
      sensor("weight", weight, { every, filters: [median(3)] }),
    ];
    const { pass, said, scale } = startParts(device({ name: "hive", sensors }), {
      scale: { weight: () => 7 },
    });
    pass(30_000);
    said();
    scale("scale").fault = "slept";
    scale("scale").heldPulse = 12;
    pass(10_000);
    expect(said()).toEqual(["raw=8191", "weight=7"]);
  });

  test("the part sleeps between two readings", () => {
    const { measured, lines } = onBench();
    measured();
    expect(lines.output("scale.clock")).toBe(1);
  });
});
