// DS18B20: the datasheet's table of temperatures, the value of power on that is no reading, and faults of the line.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type * as Driver from "../../src/drivers/ds18b20.ts";
import { NO_ANSWER } from "../../src/reading/part.ts";
import { createDs18b20 } from "../../tools/sim/parts/ds18b20.ts";
import { createOneWireBus, oneWireCrc } from "../../tools/sim/parts/one-wire-bus.ts";
import { createBreadboard, PIN } from "./breadboard.ts";
import { narrow } from "./narrow.ts";

const { ds18b20 } = narrow<typeof Driver>(
  join(import.meta.dirname, "..", "..", "src", "drivers", "ds18b20.ts"),
);

function onBench(celsius = 21.5) {
  const board = createBreadboard();
  const water = { celsius };
  const model = createDs18b20({ now: board.clock.now, celsius: () => water.celsius });
  const bus = createOneWireBus([model]);
  const part = ds18b20("water");
  board.lines.attachOneWire(PIN, bus);
  board.begin(part);
  return { ...board, model, bus, part, water };
}

/** A line that answers with this scratchpad, its checksum added. */
function collected(scratchpad: string) {
  const { part, lines } = onBench();
  const bytes = scratchpad + String.fromCharCode(oneWireCrc(scratchpad));
  lines.attachOneWire(PIN, {
    reset: () => true,
    write: () => {},
    read: (count) => bytes.substring(0, count),
  });
  return { fault: part.collect(part), value: part.temperature.value };
}

test("it asks whoever is on the line for a conversion, waits 750 ms, and reads nine bytes", () => {
  const { part, lines } = onBench();
  const done: string[] = [];
  lines.attachOneWire(PIN, {
    reset: () => done.push("reset") > 0,
    write: (bytes) => void done.push(`write ${Buffer.from(bytes, "latin1").toString("hex")}`),
    read(count) {
      done.push(`read ${count}`);
      return "\xff".repeat(count);
    },
  });
  expect(part.request(part)).toBeGreaterThanOrEqual(750);
  part.collect(part);
  expect(done).toEqual(["reset", "write cc44", "reset", "write ccbe", "read 9"]);
});

describe("the datasheet's table 1", () => {
  test.each([
    [0x07d0, 1250000],
    [0x0551, 850625],
    [0x0191, 250625],
    [0x00a2, 101250],
    [0x0008, 5000],
    [0x0000, 0],
    [0xfff8, -5000],
    [0xff5e, -101250],
    [0xfe6f, -250625],
    [0xfc90, -550000],
  ])("%i is %i ten-thousandths of a degree", (counts, value) => {
    const scratchpad = `${String.fromCharCode(counts & 255, counts >> 8)}\x4b\x46\x7f\xff\x0c\x10`;
    expect(collected(scratchpad)).toEqual({ fault: "", value });
  });
});

test.each([-55, -10.0625, -0.0625, 0, 21.5, 84.9375, 85.0625, 125])("%d °C is read as such", (celsius) => {
  const { part, measure } = onBench(celsius);
  expect(measure(part)).toBe("");
  expect(part.temperature.value).toBe(celsius * 10000);
});

test("85 °C, where the part stands after power on, is no reading", () => {
  const { part, measure, model, clock } = onBench(21.5);
  measure(part);
  part.request(part);
  clock.advance(700);
  model.powerCycle();
  clock.advance(60);
  expect(part.collect(part)).toBe("lost power");
  expect(part.temperature.value).toBeUndefined();
  expect(measure(part)).toBe("");
  expect(part.temperature.value).toBe(215000);
});

test("a conversion that never ends leaves 85 °C, which is no reading", () => {
  const { part, measure, model } = onBench();
  model.fault = "stuck";
  expect(measure(part)).toBe("lost power");
});

test("nobody on the line: there is nothing to wait for, and the old reading goes", () => {
  const { part, measure, model } = onBench();
  measure(part);
  model.fault = "absent";
  expect(part.request(part)).toBe(NO_ANSWER);
  expect(part.collect(part)).toBe("no answer");
  expect(part.temperature.value).toBeUndefined();
});

test("a wrong checksum is no reading", () => {
  const { part, measure, model } = onBench();
  model.fault = "bad-crc";
  expect(measure(part)).toBe("bad checksum");
  expect(part.temperature.value).toBeUndefined();
});

test("every single wrong bit is seen", () => {
  const right = "\x91\x01\x4b\x46\x7f\xff\x0c\x10";
  const crc = oneWireCrc(right);
  for (let bit = 0; bit < 72; bit += 1) {
    const bytes = Buffer.from(right + String.fromCharCode(crc), "latin1");
    bytes[bit >> 3] = (bytes[bit >> 3] as number) ^ (1 << (bit & 7));
    const { part, lines } = onBench();
    lines.attachOneWire(PIN, { reset: () => true, write: () => {}, read: () => bytes.toString("latin1") });
    expect(part.collect(part)).toBe("bad checksum");
  }
});

test("a line that is held low reads as zeros, whose checksum is right, and is no 0 °C", () => {
  const { part, measure, bus } = onBench();
  bus.fault = "held-low";
  expect(oneWireCrc("\0".repeat(9))).toBe(0);
  expect(measure(part)).toBe("bad checksum");
});

test("several on one line answer to their own codes", () => {
  const board = createBreadboard();
  const models = [18, -7].map((celsius, i) =>
    createDs18b20({ serial: `\x01\x02\x03\x04\x05${i}`, now: board.clock.now, celsius: () => celsius }),
  );
  board.lines.attachOneWire(PIN, createOneWireBus(models));
  const parts = models.map(({ rom }, i) => ds18b20(`water-${i}`, rom));
  for (const part of parts) board.begin(part);
  // Both at once, as the device layer asks them.
  for (const part of parts) part.request(part);
  board.clock.advance(760);
  expect(parts.map((part) => part.collect(part))).toEqual(["", ""]);
  expect(parts.map(({ temperature }) => temperature.value)).toEqual([180000, -70000]);
});

test("several on one line without their codes talk at once, which the checksum shows", () => {
  const board = createBreadboard();
  const models = [18, -7].map((celsius, i) =>
    createDs18b20({ serial: `\x01\x02\x03\x04\x05${i}`, now: board.clock.now, celsius: () => celsius }),
  );
  board.lines.attachOneWire(PIN, createOneWireBus(models));
  const part = ds18b20("water");
  board.begin(part);
  expect(board.measure(part)).toBe("bad checksum");
});
