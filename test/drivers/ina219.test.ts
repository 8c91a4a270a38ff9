// INA219: the datasheet's example, both directions and both ends, and faults of the bus.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as driver from "../../src/drivers/ina219.ts";
import { NO_ANSWER } from "../../src/reading/part.ts";
import { createIna219, type Ina219Fault } from "../../tools/sim/parts/i2c/ina219.ts";
import { createBreadboard } from "./breadboard.ts";
import { narrow } from "./narrow.ts";
import { recorded } from "./recorded.ts";

function onBench(options: driver.Ina219Options = {}, { ina219 } = driver) {
  const board = createBreadboard();
  const load = { amperes: 0, millivolts: 12000 };
  const model = createIna219({
    ...options,
    now: board.clock.now,
    amperes: () => load.amperes,
    millivolts: () => load.millivolts,
  });
  const part = ina219("load", options);
  board.plug(model);
  board.begin(part);
  const reading = () => [part.voltage.value, part.current.value, part.power.value];
  return { ...board, load, model, part, reading };
}

const NONE = [undefined, undefined, undefined];

describe("the driver", () => {
  test("a measurement sets the part up, waits, and reads two registers", () => {
    const { part, ...board } = onBench();
    const done = recorded(board);
    board.begin(part);
    expect(board.measure(part)).toBe("");
    expect(done).toEqual([
      "set up SDA SCL",
      // All registers as after power-on (8.6.2.1).
      "write 40 008000",
      "write 40 003ffb",
      // 128 samples of each take up to 75 ms (7.5).
      "wait 155",
      "write 40 02",
      "read 40 2",
      "write 40 01",
      "read 40 2",
    ]);
  });

  test.each([
    // The datasheet's example (9.2): 20 mV at 2 milliohms, 11.98 V. Then its table of negative values, and the ends.
    [2, "\x5d\x9a", "\x07\xd0", [11980, 100000, 119800]],
    [100, "\x5d\x9a", "\xf8\x30", [11980, -2000, -2396]],
    [100, "\x5d\x9a", "\x00\x01", [11980, 1, 1]],
    [100, "\x5d\x9a", "\xff\xff", [11980, -1, -1]],
    [1, "\xcb\x22", "\x7c\xff", [26000, 3199900, 8319740]],
    [1, "\xcb\x22", "\x83\x01", [26000, -3199900, -8319740]],
    [10000, "\x00\x02", "\x00\x00", [0, 0, 0]],
    [10000, "\xcb\x22", "\x01\xf4", [26000, 5, 13]],
  ])("at %i milliohms %j and %j are %j", (milliohms, bus, shunt, values) => {
    const path = join(import.meta.dirname, "..", "..", "src", "drivers", "ina219.ts");
    for (const from of [driver, narrow<typeof driver>(path)]) {
      const { part, model, reading } = onBench({ milliohms }, from);
      const answers = [bus, shunt];
      model.read = () => answers.shift();
      expect([part.collect(part), ...reading()]).toEqual(["", ...values]);
    }
  });

  test.each([0.5, -0.5, 3.1999, -3.1999, 0.0001])("%d A are read so", (amperes) => {
    const { part, load, measure } = onBench();
    load.amperes = amperes;
    expect(measure(part)).toBe("");
    expect(part.current.value).toBe(Math.round(amperes * 10000));
    expect(Math.abs((part.power.value as number) - amperes * 12000)).toBeLessThanOrEqual(0.5);
  });

  test.each([3.2, 5, -3.2])("%d A exceed the shunt's range and give no reading", (amperes) => {
    const { part, load, measure, reading } = onBench();
    load.amperes = amperes;
    expect([measure(part), ...reading()]).toEqual(["out of range", ...NONE]);
  });

  test.each([
    // 26.004 V; 32.76 V; the flag of an overflow; both ends of the shunt's range.
    ["\xcb\x2a", "\x00\x00"],
    ["\xff\xfa", "\x00\x00"],
    ["\x5d\x9b", "\x07\xd0"],
    ["\x5d\x9a", "\x7d\x00"],
    ["\x5d\x9a", "\x83\x00"],
    ["\x5d\x9a", "\x80\x00"],
  ])("%j and %j are out of range", (bus, shunt) => {
    const { part, model, reading } = onBench();
    const answers = [bus, shunt];
    model.read = () => answers.shift();
    expect([part.collect(part), ...reading()]).toEqual(["out of range", ...NONE]);
  });

  test("the overflow that another program left is gone after the start", () => {
    const { part, load, model, measure, begin, clock } = onBench();
    load.amperes = 3;
    model.write(0x40, "\x05\xff\xfe");
    clock.advance(2);
    begin(part);
    expect(measure(part)).toBe("");
    expect(part.current.value).toBe(30000);
  });

  test("a part away at the start clears its overflow with one reading", () => {
    const { part, load, model, measure, begin } = onBench();
    load.amperes = 3;
    model.write(0x40, "\x05\xff\xfe");
    model.fault = "absent";
    begin(part);
    model.fault = "none";
    expect(measure(part)).toBe("out of range");
    expect(measure(part)).toBe("");
    expect(part.current.value).toBe(30000);
  });

  test.each([0x40, 0x45, 0x4f])("the part answers at the address %i", (address) => {
    const { part, measure } = onBench({ address });
    expect(measure(part)).toBe("");
  });

  test.each<[Ina219Fault, string]>([
    ["absent", "no answer"],
    ["stuck", "not ready"],
  ])("a part that is %s has no reading, then a right one", (fault, words) => {
    const { part, load, model, measure, reading, clock } = onBench();
    load.amperes = 1;
    expect([measure(part), ...reading()]).toEqual(["", 12000, 10000, 12000]);
    model.fault = fault;
    load.amperes = 2;
    if (fault === "absent") expect(part.request(part)).toBe(NO_ANSWER);
    else part.request(part);
    clock.advance(155);
    expect([part.collect(part), ...reading()]).toEqual([words, ...NONE]);
    model.fault = "none";
    expect([measure(part), ...reading()]).toEqual(["", 12000, 20000, 24000]);
  });

  test("a part that goes away between its registers gives no reading", () => {
    const { part, model, reading } = onBench();
    const read = model.read.bind(model);
    part.request(part);
    model.read = (from, count) => {
      const bytes = read(from, count);
      model.fault = "absent";
      return bytes;
    };
    expect([part.collect(part), ...reading()]).toEqual(["no answer", ...NONE]);
  });

  test("each reading sets up a part that has lost its power", () => {
    const { part, load, model, measure } = onBench();
    measure(part);
    load.amperes = 1;
    model.powerCycle();
    expect(measure(part)).toBe("");
    expect(part.current.value).toBe(10000);
    model.write(0x40, "\x00");
    expect(model.read(0x40, 2)).toBe("\x3f\xfb");
  });

  test.each([
    ["high", "\xff", "out of range"],
    ["low", "\0", "not ready"],
  ])("a data line stuck %s gives no reading", (_name, level, fault) => {
    const { part, model, measure, reading } = onBench();
    model.read = (_from, count) => level.repeat(count);
    expect([measure(part), ...reading()]).toEqual([fault, ...NONE]);
  });
});
