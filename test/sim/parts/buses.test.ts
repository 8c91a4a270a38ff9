// Buses of several parts: each answers for itself, and two that answer at once pull the line low for each other.
import { expect, test } from "vitest";
import { createDs18b20 } from "../../../tools/sim/parts/ds18b20.ts";
import { createBh1750 } from "../../../tools/sim/parts/i2c/bh1750.ts";
import { createSht3x } from "../../../tools/sim/parts/i2c/sht3x.ts";
import { createI2cBus } from "../../../tools/sim/parts/i2c-bus.ts";
import { createOneWireBus, joinedOneWire, oneWireCrc } from "../../../tools/sim/parts/one-wire-bus.ts";
import { createVirtualClock } from "../../../tools/sim/worlds/clock.ts";

test("an I2C bus passes each message to the addressed part", () => {
  const { now, advance } = createVirtualClock();
  const light = createBh1750({ now, lux: () => 250 });
  const second = createBh1750({ now, lux: () => 1000, address: 0x5c });
  const air = createSht3x({ now, air: () => ({ celsius: 20, humidity: 50 }) });
  const bus = createI2cBus([light, air, second]);
  expect(bus.write(0x23, "\x20")).toBe(true);
  expect(bus.write(0x5c, "\x20")).toBe(true);
  expect(bus.write(0x44, "\x24\x00")).toBe(true);
  advance(200);
  expect(bus.read(0x23, 2)).toBe("\x01\x2c");
  expect(bus.read(0x5c, 2)).toBe("\x04\xb0");
  expect(bus.read(0x44, 6)).toHaveLength(6);
  expect(bus.write(0x50, "\0")).toBe(false);
  expect(bus.read(0x50, 1)).toBeUndefined();
});

test("two parts at one address answer over each other", () => {
  const { now, advance } = createVirtualClock();
  const bus = createI2cBus([400, 800].map((lux) => createBh1750({ now, lux: () => lux })));
  bus.write(0x23, "\x20");
  advance(200);
  // 480 and 960 counts: 0x01e0 and 0x03c0.
  expect(bus.read(0x23, 2)).toBe("\x01\xc0");
});

test("the check byte of Maxim's one-wire example is right", () => {
  expect(oneWireCrc("\x02\x1c\xb8\x01\x00\x00\x00")).toBe(0xa2);
});

function thermometers(count: number) {
  const clock = createVirtualClock();
  const parts = Array.from({ length: count }, (_, i) =>
    createDs18b20({ serial: `\x01\x02\x03\x04\x05${i}`, now: clock.now, celsius: () => 20 + i }),
  );
  return { clock, parts, bus: createOneWireBus(parts) };
}

const hex = (bytes: string) => Buffer.from(bytes, "latin1").toString("hex");

test("a lone one-wire part sends its code with a valid checksum", () => {
  const { bus, parts } = thermometers(1);
  expect(bus.reset()).toBe(true);
  bus.write("\x33");
  const rom = bus.read(8);
  expect(rom).toBe(parts[0]?.rom);
  expect(oneWireCrc(rom)).toBe(0);
});

test("the scratchpad holds 85 °C at power-up, the temperature 750 ms later", () => {
  const { bus, clock } = thermometers(1);
  const scratchpad = () => {
    bus.reset();
    bus.write("\xcc\xbe");
    return hex(bus.read(9));
  };
  expect(scratchpad()).toMatch(/^50054b467fff0c10/);
  bus.reset();
  bus.write("\xcc\x44");
  expect(bus.read(1)).toBe("\0");
  clock.advance(749);
  expect(scratchpad()).toMatch(/^5005/);
  clock.advance(1);
  expect(scratchpad()).toMatch(/^4001/);
});

test("a lower resolution is faster and coarser", () => {
  const { bus, clock } = thermometers(1);
  bus.reset();
  bus.write("\xcc\x4e\x4b\x46\x1f");
  bus.reset();
  bus.write("\xcc\x44");
  clock.advance(94);
  bus.reset();
  bus.write("\xcc\xbe");
  expect(hex(bus.read(9))).toMatch(/^40014b461f/);
});

test("only the addressed one-wire part answers", () => {
  const { bus, clock, parts } = thermometers(3);
  bus.reset();
  bus.write("\xcc\x44");
  clock.advance(750);
  const answers = parts.map(({ rom }) => {
    bus.reset();
    bus.write(`\x55${rom}\xbe`);
    return hex(bus.read(2));
  });
  expect(answers).toEqual(["4001", "5001", "6001"]);
  bus.reset();
  bus.write("\x55\x28\0\0\0\0\0\0\0\xbe");
  expect(hex(bus.read(2))).toBe("ffff");
});

test("parts read without a code answer together, and any 0 wins", () => {
  const { bus, clock, parts } = thermometers(2);
  const alone = parts.map((part) => createOneWireBus([part]));
  for (const line of [bus, joinedOneWire(alone)]) {
    line.reset();
    line.write("\xcc\x44");
    clock.advance(750);
    line.reset();
    line.write("\xcc\xbe");
    // 20 °C is 0x0140 and 21 °C is 0x0150; their checksums are another matter.
    expect(hex(line.read(2))).toBe("4001");
  }
});

test("parts on a joined line answer to their codes", () => {
  const { clock, parts } = thermometers(2);
  const line = joinedOneWire(parts.map((part) => createOneWireBus([part])));
  line.reset();
  line.write("\xcc\x44");
  clock.advance(750);
  const answers = parts.map(({ rom }) => {
    expect(line.reset()).toBe(true);
    line.write(`\x55${rom}\xbe`);
    return hex(line.read(2));
  });
  expect(answers).toEqual(["4001", "5001"]);
  expect(joinedOneWire([]).reset()).toBe(false);
});

test("a search finds each code once, and none on low lines", () => {
  const { bus, parts } = thermometers(4);
  const [zero, one, two, three] = parts.map(({ rom }) => rom);
  // The serial numbers end in "0" to "3": 0x30 to 0x33.
  expect(bus.search()).toEqual([zero, two, one, three]);
  expect(joinedOneWire([bus, createOneWireBus(parts.slice(0, 1))]).search?.()).toEqual(bus.search());
  bus.fault = "held-low";
  expect(bus.search()).toEqual([]);
});

test("an empty line has no presence pulse, a low line seems to", () => {
  const bus = createOneWireBus([]);
  expect(bus.reset()).toBe(false);
  bus.fault = "held-low";
  expect(bus.reset()).toBe(true);
  expect(bus.read(2)).toBe("\0\0");
});
