// HC-SR04: echoes beside distances, everything that its line can do wrong, and its model.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as driver from "../../src/drivers/hc-sr04.ts";
import { edgeSeen } from "../../src/reading/edges.ts";
import { createHcSr04, type HcSr04Fault } from "../../tools/sim/parts/hc-sr04.ts";
import { createBreadboard } from "./breadboard.ts";
import { narrow } from "./narrow.ts";

/** The same module, whose sums are checked for the width of a board's numbers. */
const narrowed = narrow<typeof driver>(join(import.meta.dirname, "..", "..", "src", "drivers", "hc-sr04.ts"));

const [TRIGGER, ECHO] = ["tank.trigger", "tank.echo"];

function onBench(startMs = 0, { hcSr04 } = driver) {
  const board = createBreadboard(startMs);
  const part = hcSr04("tank");
  board.begin(part);
  board.lines.drive(ECHO, 0);
  const measured = () => [board.measure(part), part.distance.value];
  /** What comes on the echo line: each level, and how long before the end it came. */
  const heard = (...edges: (readonly [level: number, ago: number])[]) =>
    board.clock.after(40, () => {
      for (const [level, ago] of edges) board.lines.drive(ECHO, level, ago);
    });
  return { ...board, part, measured, heard };
}

describe("the driver", () => {
  test("triggers by a pulse, and listens before its end", () => {
    const { part, ports, clock } = onBench();
    const done: string[] = [];
    const { setLevel } = ports;
    const { start, end } = ports.edges;
    ports.setLevel = (pin, level) => {
      done.push(`${pin} ${level}`);
      setLevel(pin, level);
    };
    ports.edges.start = (edges) => {
      done.push(`listen to ${edges.pin}`);
      start(edges);
    };
    ports.edges.end = (edges) => {
      done.push(`no more of ${edges.pin}`);
      end(edges);
    };
    clock.advance(part.request(part));
    expect(clock.now()).toBe(60);
    part.collect(part);
    expect(done).toEqual([`${TRIGGER} 1`, `listen to ${ECHO}`, `${TRIGGER} 0`, `no more of ${ECHO}`]);
  });

  test.each([
    // By the datasheet: a cm takes 58 µs.
    [116, 20],
    [580, 100],
    [583, 101],
    [582, 100],
    [5800, 1000],
    [23200, 4000],
    [100, 17],
    [25000, 4310],
  ])("an echo of %i µs is %i mm", (us, millimetres) => {
    const { measured, heard } = onBench();
    heard([1, us], [0, 0]);
    expect(measured()).toEqual(["", millimetres]);
  });

  test.each([0, 2 ** 31 / 1000 - 40])("no number has more than 32 bits when begun at %i ms", (startMs) => {
    const { measured, heard } = onBench(startMs, narrowed);
    heard([1, 25000], [0, 0]);
    expect(measured()).toEqual(["", 4310]);
  });

  test("the time wraps between the two edges of an echo", () => {
    const { measured, heard } = onBench(2 ** 31 / 1000 - 40);
    heard([1, 5800], [0, 0]);
    expect(measured()).toEqual(["", 1000]);
  });

  test.each<[string, (readonly [number, number])[], string]>([
    ["nothing", [], "no answer"],
    ["a pulse that does not end", [[1, 0]], "no echo"],
    [
      "a pulse of 38 ms",
      [
        [1, 38000],
        [0, 0],
      ],
      "no echo",
    ],
    [
      "a pulse just too long",
      [
        [1, 25001],
        [0, 0],
      ],
      "no echo",
    ],
    [
      "a pulse just too short",
      [
        [1, 99],
        [0, 0],
      ],
      "noise",
    ],
    [
      "an echo and another pulse",
      [
        [1, 900],
        [0, 300],
        [1, 20],
        [0, 0],
      ],
      "noise",
    ],
    [
      "an echo and the begin of another pulse",
      [
        [1, 900],
        [0, 300],
        [1, 20],
      ],
      "noise",
    ],
  ])("%s is a fault of its own, and gives no reading", (_name, edges, fault) => {
    const { measured, heard } = onBench();
    heard([1, 5800], [0, 0]);
    expect(measured()).toEqual(["", 1000]);
    heard(...edges);
    expect(measured()).toEqual([fault, undefined]);
  });

  test("an echo whose begin is lost gives no reading", () => {
    const { measured, heard, lines } = onBench();
    lines.drive(ECHO, 1);
    heard([0, 0]);
    expect(measured()).toEqual(["edge lost", undefined]);
    heard([1, 5800], [0, 0]);
    expect(measured()).toEqual(["", 1000]);
  });

  test("an edge that the firmware was too slow for gives no reading", () => {
    const { part, measured, clock } = onBench();
    clock.after(40, () => edgeSeen(part.edges, 1, 500, true));
    expect(measured()).toEqual(["edge lost", undefined]);
  });

  test("the driver hears nothing between two measurements", () => {
    const { part, measured, heard, lines } = onBench();
    heard([1, 5800], [0, 0]);
    expect(measured()).toEqual(["", 1000]);
    lines.drive(ECHO, 1);
    lines.drive(ECHO, 0);
    expect(part.edges.count).toBe(2);
  });
});

describe("with its model", () => {
  function withModel() {
    const bench = onBench();
    const place = { centimetres: 87.5 };
    const model = createHcSr04({
      lines: bench.lines,
      trigger: TRIGGER,
      echo: ECHO,
      ...bench.clock,
      centimetres: () => place.centimetres,
    });
    bench.watch(model);
    return { ...bench, place, model };
  }

  test("the distance is read, up to the end of its range", () => {
    const { place, measured } = withModel();
    expect(measured()).toEqual(["", 875]);
    place.centimetres = 2;
    expect(measured()).toEqual(["", 20]);
    for (const nearer of [0, -1]) {
      place.centimetres = nearer;
      expect(measured()).toEqual(["", 20]);
    }
    place.centimetres = 400;
    expect(measured()).toEqual(["", 4000]);
    place.centimetres = 400.1;
    expect(measured()).toEqual(["no echo", undefined]);
  });

  test.each<[HcSr04Fault, string]>([
    ["silent", "no answer"],
    ["no-echo", "no echo"],
    ["lost-edge", "edge lost"],
    ["noise", "noise"],
  ])("the fault %s is reported as %j and ends", (fault, words) => {
    const { measured, model } = withModel();
    model.fault = fault;
    expect(measured()).toEqual([words, undefined]);
    model.fault = "none";
    expect(measured()).toEqual(["", 875]);
  });

  test("a line that is held high gives no echo, then no answer", () => {
    const { measured, model, clock } = withModel();
    model.fault = "held";
    expect(measured()).toEqual(["no echo", undefined]);
    model.fault = "none";
    expect(measured()).toEqual(["no answer", undefined]);
    clock.advance(9360);
    // Its end comes in the middle of a measurement.
    expect(measured()).toEqual(["edge lost", undefined]);
    expect(measured()).toEqual(["", 875]);
  });
});
