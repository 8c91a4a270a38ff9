// MAX31855: the datasheet's tables beside frames, every fault that the part and its line can have, and its model.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as driver from "../../src/drivers/max31855.ts";
import { createMax31855, type Max31855Fault } from "../../tools/sim/parts/max31855.ts";
import { createBreadboard } from "./breadboard.ts";
import { narrow } from "./narrow.ts";

/** The same module, whose sums are checked for the width of a board's numbers. */
const narrowed = narrow<typeof driver>(
  join(import.meta.dirname, "..", "..", "src", "drivers", "max31855.ts"),
);

const CS = "kiln.cs";
/** 25 °C, at both ends. */
const WARM_TIP = "0000 0001 1001 00";
const WARM_CHIP = "0001 1001 0000";

function onBench({ max31855 } = driver) {
  const board = createBreadboard();
  const part = max31855("kiln");
  board.begin(part);
  return {
    ...board,
    part,
    measured: () => [board.measure(part), part.temperature.value, part.internal.value],
  };
}

/** What the part sends, of its fields as the datasheet writes them. */
function frameOf(tip: string, chip = WARM_CHIP, { low = "0000", high = "00" } = {}): string {
  const bits = `${tip}${high}${chip}${low}`.replaceAll(" ", "");
  expect(bits).toHaveLength(32);
  return String.fromCharCode(...(bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

function reading(frame: string, module = driver) {
  const { lines, measured } = onBench(module);
  lines.attachSpi(CS, () => frame);
  return measured();
}

describe("the driver", () => {
  test.each([
    // Table 4.
    ["1600.00", "0110 0100 0000 00"],
    ["1000.75", "0011 1110 1000 11"],
    ["100.75", "0000 0110 0100 11"],
    ["25.00", "0000 0001 1001 00"],
    ["0.00", "0000 0000 0000 00"],
    ["-0.25", "1111 1111 1111 11"],
    ["-1.00", "1111 1111 1111 00"],
    ["-250.00", "1111 0000 0110 00"],
    // What the converter resolves.
    ["1800.00", "0111 0000 1000 00"],
    ["-270.00", "1110 1111 0010 00"],
  ])("a thermocouple at %s °C is read", (celsius, bits) => {
    expect(reading(frameOf(bits))).toEqual(["", Math.round(Number(celsius) * 100), 250000]);
  });

  test.each([
    // Table 5.
    ["127.0000", "0111 1111 0000"],
    ["100.5625", "0110 0100 1001"],
    ["25.0000", "0001 1001 0000"],
    ["0.0000", "0000 0000 0000"],
    ["-0.0625", "1111 1111 1111"],
    ["-1.0000", "1111 1111 0000"],
    ["-20.0000", "1110 1100 0000"],
    ["-55.0000", "1100 1001 0000"],
  ])("a chip at %s °C is read", (celsius, bits) => {
    expect(reading(frameOf(WARM_TIP, bits))).toEqual(["", 2500, Math.round(Number(celsius) * 10000)]);
  });

  test.each([
    ["open circuit", { low: "0001", high: "01" }],
    ["short to ground", { low: "0010", high: "01" }],
    ["short to supply", { low: "0100", high: "01" }],
    // The bit that says that there is a fault may be lost on the way, and so may the other.
    ["open circuit", { low: "0001" }],
    ["short to ground", { low: "0010" }],
    ["short to supply", { low: "0100" }],
    ["noise", { high: "01" }],
    // Reserved, always 0.
    ["noise", { high: "10" }],
    ["noise", { low: "1000" }],
  ])("the fault %s is reported and gives no reading: %j", (fault, flags) => {
    expect(reading(frameOf(WARM_TIP, WARM_CHIP, flags))).toEqual([fault, undefined, undefined]);
  });

  test.each([
    ["all ones", "\xff\xff\xff\xff", "no answer"],
    ["all zeros", "\0\0\0\0", "no answer"],
    ["a tip above 1800 °C", frameOf("0111 0000 1000 01"), "out of range"],
    ["a tip below -270 °C", frameOf("1110 1111 0001 11"), "out of range"],
    ["a chip above 127 °C", frameOf(WARM_TIP, "0111 1111 0001"), "out of range"],
    ["a chip below -55 °C", frameOf(WARM_TIP, "1100 1000 1111"), "out of range"],
  ])("%s gives no reading", (_name, frame, fault) => {
    expect(reading(frame)).toEqual([fault, undefined, undefined]);
  });

  test("no number has more than 32 bits", () => {
    const read = (tip: string, chip: string) => reading(frameOf(tip, chip), narrowed);
    expect(read("0111 0000 1000 00", "0111 1111 0000")).toEqual(["", 180000, 1270000]);
    expect(read("1110 1111 0010 00", "1100 1001 0000")).toEqual(["", -27000, -550000]);
    expect(read("1111 1111 1111 11", "1111 1111 1111")).toEqual(["", -25, -625]);
  });

  test("0 °C at one end alone is a reading", () => {
    expect(reading(frameOf("0000 0000 0000 00"))).toEqual(["", 0, 250000]);
    expect(reading(frameOf(WARM_TIP, "0000 0000 0000"))).toEqual(["", 2500, 0]);
  });

  test("sets the bus up once, and reads four bytes 100 ms later", () => {
    const { ports, part, clock, begin, lines } = onBench();
    const done: string[] = [];
    const { spi } = ports;
    ports.spi = {
      setUp(cs, sck, miso, mosi) {
        done.push(`set up ${[cs, sck, miso, mosi].join(" ")}`);
        spi.setUp(cs, sck, miso, mosi);
      },
      exchange(cs, bytes) {
        done.push(`at ${clock.now()}: ${cs} ${Buffer.from(bytes, "latin1").toString("hex")}`);
        return spi.exchange(cs, bytes);
      },
    };
    begin(part);
    for (let i = 0; i < 2; i += 1) {
      clock.advance(part.request(part));
      part.collect(part);
    }
    expect(done).toEqual([
      "set up kiln.cs kiln.sck kiln.miso ",
      "at 100: kiln.cs 00000000",
      "at 200: kiln.cs 00000000",
    ]);
    expect(lines.output(CS)).toBe(1);
  });
});

describe("with its model", () => {
  function withModel() {
    const bench = onBench();
    const place = { tip: 412.3, chip: 31.06 };
    const model = createMax31855({
      lines: bench.lines,
      cs: CS,
      now: bench.clock.now,
      tip: () => place.tip,
      internal: () => place.chip,
    });
    bench.watch(model);
    return { ...bench, place, model };
  }

  test("temperatures are read, up to the ends of the range", () => {
    const { place, measured } = withModel();
    expect(measured()).toEqual(["", 41225, 310625]);
    Object.assign(place, { tip: -300, chip: -60 });
    expect(measured()).toEqual(["", -27000, -550000]);
    Object.assign(place, { tip: 2000, chip: 130 });
    expect(measured()).toEqual(["", 180000, 1270000]);
  });

  test.each<[Max31855Fault, string]>([
    ["open", "open circuit"],
    ["short-to-ground", "short to ground"],
    ["short-to-supply", "short to supply"],
    ["silent", "no answer"],
    ["held-low", "no answer"],
    ["shifted", "noise"],
  ])("the fault %s is reported as %j and ends", (fault, words) => {
    const { measured, model, place } = withModel();
    place.chip = 31.5;
    model.fault = fault;
    expect(measured()).toEqual([words, undefined, undefined]);
    model.fault = "none";
    expect(measured()).toEqual(["", 41225, 315000]);
  });
});
