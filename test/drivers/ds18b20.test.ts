// DS18B20: the datasheet's table of temperatures, the value of power on that is no reading, and faults of the line.
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type * as Driver from "../../src/drivers/ds18b20.ts";
import type { Ds18b20 } from "../../src/drivers/ds18b20.ts";
import { NO_ANSWER } from "../../src/reading/part.ts";
import { createDs18b20, type Ds18b20 as Model } from "../../tools/sim/parts/ds18b20.ts";
import { createOneWireBus, oneWireCrc } from "../../tools/sim/parts/one-wire-bus.ts";
import { createBreadboard, PIN } from "./breadboard.ts";
import { narrow } from "./narrow.ts";
import { recorded } from "./recorded.ts";

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

/** A line whose part has measured, and answers with this scratchpad, its checksum added. */
function collected(scratchpad: string) {
  const { part, lines } = onBench();
  const bytes = scratchpad + String.fromCharCode(oneWireCrc(scratchpad));
  lines.attachOneWire(PIN, {
    reset: () => true,
    write: () => {},
    read: (count) => (count === 1 ? "\xff" : bytes.substring(0, count)),
  });
  return { fault: part.collect(part), value: part.temperature.value };
}

test("a lone part is converted, awaited and read", () => {
  const { part, ...board } = onBench();
  const done = recorded(board);
  board.begin(part);
  board.measure(part);
  // 750 ms is the longest that the datasheet allows (table 2).
  expect(done).toEqual([
    `set up ${PIN}`,
    "reset",
    // Alarms as from the factory, and 12 bits (figure 10).
    "write cc4e4b467f",
    "reset",
    "write cc44",
    "wait 760",
    "read 1",
    "reset",
    "write ccbe",
    "read 9",
  ]);
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

test.each([0x07ff, 0x07d1, 0xfc8f, 0x8000, 0x7fff])("the word %i is out of range", (counts) => {
  const scratchpad = `${String.fromCharCode(counts & 255, counts >> 8)}\x4b\x46\x7f\xff\x0c\x10`;
  expect(collected(scratchpad)).toEqual({ fault: "out of range", value: undefined });
});

test.each(["\x60\xff\x0c\x10", "\x7f\x60\x0c\x10", "\x7f\xff\x60\x60", "\0\0\0\0"])(
  "the reserved bytes %j with a sound checksum are fine",
  (reserved) => expect(collected(`\x91\x01\x4b\x46${reserved}`)).toEqual({ fault: "", value: 250625 }),
);

test.each([-55, -10.0625, -0.0625, 0, 21.5, 84.9375, 85.0625, 125])("%d °C is read as such", (celsius) => {
  const { part, measure } = onBench(celsius);
  expect(measure(part)).toBe("");
  expect(part.temperature.value).toBe(celsius * 10000);
});

const NINE_BITS = "\xcc\x4e\x4b\x46\x1f";

test("fewer bits that another program left are twelve after the start", () => {
  const { part, measure, bus, begin } = onBench(21.4375);
  bus.reset();
  bus.write(NINE_BITS);
  begin(part);
  expect(measure(part)).toBe("");
  expect(part.temperature.value).toBe(214375);
});

test("fewer bits that it keeps through a power cut last one reading", () => {
  const { part, measure, model, bus, begin } = onBench(21.4375);
  for (const bytes of [NINE_BITS, "\xcc\x48"]) {
    bus.reset();
    bus.write(bytes);
  }
  begin(part);
  model.powerCycle();
  expect(measure(part)).toBe("");
  expect(part.temperature.value).toBe(210000);
  expect(measure(part)).toBe("");
  expect(part.temperature.value).toBe(214375);
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

test("a conversion that never ends gives no reading, first or later", () => {
  const { part, measure, model, water } = onBench(21.5);
  model.fault = "stuck";
  expect(measure(part)).toBe("not ready");
  model.fault = "none";
  expect(measure(part)).toBe("");
  model.fault = "stuck";
  water.celsius = 60;
  expect(measure(part)).toBe("not ready");
  expect(part.temperature.value).toBeUndefined();
  model.fault = "none";
  expect(measure(part)).toBe("");
  expect(part.temperature.value).toBe(600000);
});

test("with several parts an endless conversion repeats the last temperature unnoticed", () => {
  const board = createBreadboard();
  const air = { celsius: 18 };
  const models = [1, 2].map((i) =>
    createDs18b20({ serial: `\x01\x02\x03\x04\x05${i}`, now: board.clock.now, celsius: () => air.celsius }),
  );
  board.lines.attachOneWire(PIN, createOneWireBus(models));
  const [first, second] = models.map(({ rom }, i) => ds18b20(`water-${i}`, rom)) as [Ds18b20, Ds18b20];
  for (const part of [first, second]) {
    board.begin(part);
    expect(board.measure(part)).toBe("");
  }
  (models[1] as Model).fault = "stuck";
  air.celsius = 30;
  // Both at once, as the device layer asks them: what the line says of the other one is not taken for the first one's.
  for (const part of [first, second]) part.request(part);
  board.clock.advance(760);
  expect([first, second].map((part) => part.collect(part))).toEqual(["", ""]);
  expect([first, second].map(({ temperature }) => temperature.value)).toEqual([300000, 180000]);
});

test("an empty line causes no wait, and the old reading disappears", () => {
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

test("a line held low passes the checksum but reads no 0 °C", () => {
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

test("several parts without codes talk at once, and the checksum shows it", () => {
  const board = createBreadboard();
  const models = [18, -7].map((celsius, i) =>
    createDs18b20({ serial: `\x01\x02\x03\x04\x05${i}`, now: board.clock.now, celsius: () => celsius }),
  );
  board.lines.attachOneWire(PIN, createOneWireBus(models));
  const part = ds18b20("water");
  board.begin(part);
  expect(board.measure(part)).toBe("bad checksum");
});
