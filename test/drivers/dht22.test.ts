// DHT22: frames beside what they mean, everything that its line can do wrong, and its model.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as driver from "../../src/drivers/dht22.ts";
import { createDht22, type Dht22Fault } from "../../tools/sim/parts/dht22.ts";
import { createBreadboard, PIN } from "./breadboard.ts";
import { narrow } from "./narrow.ts";

/** The same module, whose sums are checked for the width of a board's numbers. */
const narrowed = narrow<typeof driver>(join(import.meta.dirname, "..", "..", "src", "drivers", "dht22.ts"));

const WRAP_MS = 2 ** 31 / 1000;

function onBench(startMs = 0, { dht22 } = driver) {
  const board = createBreadboard(startMs);
  const part = dht22("air");
  board.begin(part);
  const measured = () => [board.measure(part), part.temperature.value, part.humidity.value];
  /** What the part answers: bits, highest first, as their lengths from fall to fall. */
  const says = (bits: string, [zero, one] = [76, 120]) => {
    const falls = [30, 190];
    for (const bit of bits.replaceAll(" ", "")) falls.push((falls.at(-1) ?? 0) + (bit === "1" ? one : zero));
    board.lines.attachDht(PIN, () => falls);
    return falls;
  };
  return { ...board, part, measured, says };
}

/** The datasheet's example, 7.3: 65.2 %, 35.1 °C. */
const EXAMPLE = "0000 0010 1000 1100 0000 0001 0101 1111 1110 1110";

/** Bits of two words, and of their sum. */
function frame(percent: number, celsius: number): string {
  const sum = ((percent >> 8) + percent + (celsius >> 8) + celsius) & 255;
  const bits = (value: number, length: number) => value.toString(2).padStart(length, "0");
  return bits(percent, 16) + bits(celsius, 16) + bits(sum, 8);
}

describe("the driver", () => {
  test("the driver reads the example of the datasheet", () => {
    const { measured, says } = onBench();
    says(EXAMPLE);
    expect(measured()).toEqual(["", 351, 652]);
  });

  test.each([
    // The datasheet's: the highest bit is the sign.
    [0x028c, 0b1000000001100101, -101, 652],
    [1000, 0x8000 + 400, -400, 1000],
    [1, 800, 800, 1],
    [512, 256, 256, 512],
    [999, 0x8000, 0, 999],
    [255, 1, 1, 255],
    // Two's complement, as some parts have it.
    [652, 0xff9b, -101, 652],
    [652, 0xffff, -1, 652],
    [512, 0xff00, -256, 512],
    [652, 0x10000 - 400, -400, 652],
  ])("words %i and %i are read as %i and %i", (percent, celsius, degrees, humidity) => {
    const { measured, says } = onBench();
    says(frame(percent, celsius));
    expect(measured()).toEqual(["", degrees, humidity]);
  });

  test.each([
    [1001, 200],
    [0, 200],
    [500, 801],
    [500, 0x8000 + 401],
    [500, 0x7fff],
    [500, 0x10000 - 401],
    [500, 0xc000],
    [0, 0],
  ])("words %i and %i are out of range", (percent, celsius) => {
    const { measured, says } = onBench();
    says(frame(percent, celsius));
    expect(measured()).toEqual(["out of range", undefined, undefined]);
  });

  test.each([0, WRAP_MS - 2003])("no number has more than 32 bits, begun at %i ms", (startMs) => {
    const { measured, says } = onBench(startMs, narrowed);
    says(frame(1000, 0x8000 + 400));
    expect(measured()).toEqual(["", -400, 1000]);
  });

  test("a frame during which the time wraps is read", () => {
    const { measured, says } = onBench(WRAP_MS - 3);
    says(EXAMPLE);
    expect(measured()).toEqual(["", 351, 652]);
  });

  // By the datasheet, and by an interrupt that is late.
  test.each([
    [70, 116],
    [85, 130],
    [94, 102],
    [58, 138],
  ])("a frame with bits of %i and %i µs is read", (zero, one) => {
    const { measured, says } = onBench();
    says(EXAMPLE, [zero, one]);
    expect(measured()).toEqual(["", 351, 652]);
  });

  test("a frame whose lead-in nobody heard is read", () => {
    const { measured, says } = onBench();
    says(EXAMPLE).shift();
    expect(measured()).toEqual(["", 351, 652]);
  });

  test("every fall that is lost gives no reading, but the first", () => {
    for (let lost = 1; lost < 42; lost += 1) {
      const { measured, says } = onBench();
      says(EXAMPLE).splice(lost, 1);
      expect(measured()).toEqual(["cut frame", undefined, undefined]);
    }
  });

  test("a short pulse gives no reading, wherever it is", () => {
    for (let at = 1; at <= 42; at += 1) {
      const { measured, says } = onBench();
      const falls = says(EXAMPLE);
      falls.splice(at, 0, (falls[at - 1] ?? 0) + 12);
      expect([at, ...measured()]).toEqual([
        at,
        at === 1 ? "" : "noise",
        ...(at === 1 ? [351, 652] : [undefined, undefined]),
      ]);
    }
  });

  test("a lead-in as short as a bit is no lead-in", () => {
    const { measured, says } = onBench();
    says(EXAMPLE)[0] = 56;
    expect(measured()).toEqual(["", 351, 652]);
  });

  test("every bit that is another one gives no reading", () => {
    const bits = EXAMPLE.replaceAll(" ", "");
    for (let at = 0; at < 40; at += 1) {
      const { measured, says } = onBench();
      says(`${bits.slice(0, at)}${bits[at] === "1" ? 0 : 1}${bits.slice(at + 1)}`);
      expect(measured()).toEqual(["bad checksum", undefined, undefined]);
    }
  });

  test("a fault leaves no old value, and the next frame is read", () => {
    const { measured, says, lines } = onBench();
    says(frame(500, 0x8000 + 5));
    expect(measured()).toEqual(["", -5, 500]);
    lines.attachDht(PIN, () => []);
    expect(measured()).toEqual(["no answer", undefined, undefined]);
    lines.attachDht(PIN, () => [30]);
    expect(measured()).toEqual(["cut frame", undefined, undefined]);
    says(EXAMPLE);
    expect(measured()).toEqual(["", 351, 652]);
  });

  test("the driver waits two seconds between measurements", () => {
    const { part, clock } = onBench();
    clock.advance(part.request(part));
    expect(clock.now()).toBe(2000);
  });
});

describe("the model", () => {
  function withModel() {
    const bench = onBench();
    const air = { celsius: 21.37, humidity: 43.21 };
    const { lines, clock } = bench;
    const model = createDht22({ lines, pin: PIN, now: clock.now, air: () => air });
    bench.watch(model);
    return { ...bench, air, model };
  }

  test("the model says what was measured the time before", () => {
    const { measured, air } = withModel();
    expect(measured()).toEqual(["", 214, 432]);
    air.celsius = -12.3;
    expect(measured()).toEqual(["", 214, 432]);
    expect(measured()).toEqual(["", -123, 432]);
  });

  test.each<[Dht22Fault, string]>([
    ["silent", "no answer"],
    ["lost-edge", "cut frame"],
    ["cut", "cut frame"],
    ["noise", "noise"],
    ["wrong-bit", "bad checksum"],
    ["late", ""],
    ["no-humidity", "out of range"],
    ["no-temperature", "out of range"],
  ])("the fault %s is reported as %j", (fault, words) => {
    const { measured, model } = withModel();
    model.fault = fault;
    const read = words === "" ? [214, 432] : [undefined, undefined];
    expect(measured()).toEqual([words, ...read]);
    model.fault = "none";
    expect(measured()).toEqual(["", 214, 432]);
  });
});
