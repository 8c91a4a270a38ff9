// A driver that forgets to set its wire up is told so by a device in Node, as boards would refuse it.

import { expect, test } from "vitest";
import { seconds } from "../../src/bytes/milliseconds.ts";
import { device } from "../../src/device/declare/device.ts";
import { sensor } from "../../src/device/declare/sensor.ts";
import { NodeUart } from "../../src/platform/node/buses/uart.ts";
import { createLines } from "../../src/platform/node/circuit.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import type { Ports } from "../../src/ports/ports.ts";
import { newPart, type WireKind } from "../../src/reading/part.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";

type Act = (ports: Ports) => unknown;

/** Runs a device for five seconds, whose one driver does `begin` at first and `collect` then. */
function run(wire: WireKind, begin: Act, collect: Act): void {
  let ports: Ports;
  const part = newPart(
    "part",
    wire,
    (_, own) => {
      ports = own;
      begin(ports);
    },
    () => 0,
    () => {
      collect(ports);
      return "";
    },
  );
  const clock = createVirtualClock();
  const world = createVirtualWorld({
    clock,
    peer: createBroker({ timers: clock }).peer,
    storage: new Map([[SETTINGS, settingsRecord({ host: "broker" })]]),
  });
  const level = { part, decimals: 0, value: undefined };
  const declaration = device({ name: "bench", sensors: [sensor("level", level, { every: seconds(1) })] });
  startNodeDevice(world, declaration, { part: wire === "i2c" ? { sda: "SDA", scl: "SCL" } : "D5" });
  clock.advance(5000);
}

const setUpBus: Act = (ports) => ports.i2c.setUp({ sda: "SDA", scl: "SCL" });
const setUpOneWire: Act = (ports) => ports.oneWire.setUp("D5");
const makeAnalog: Act = (ports) => ports.analog.setUp("D5");

const setUpSpi: Act = (ports) => ports.spi.setUp("CS", "SCK", "MISO", undefined);
const setUpPixels: Act = (ports) => ports.pixels.setUp("D5");
const setUpUart: Act = (ports) => ports.uart.setUp("TX", "RX", 9600, 256);

const USES: readonly (readonly [string, WireKind, Act, Act, string])[] = [
  ["a write to I2C", "i2c", setUpBus, (ports) => ports.i2c.write(0x44, "\x01"), "The I2C bus was not set up"],
  ["a read from I2C", "i2c", setUpBus, (ports) => ports.i2c.read(0x44, 1), "The I2C bus was not set up"],
  [
    "a reset of one-wire",
    "one-wire",
    setUpOneWire,
    (ports) => ports.oneWire.reset("D5"),
    "The one-wire line D5 was not set up",
  ],
  [
    "a write to one-wire",
    "one-wire",
    setUpOneWire,
    (ports) => ports.oneWire.write("D5", "\xcc"),
    "The one-wire line D5 was not set up",
  ],
  [
    "a read from one-wire",
    "one-wire",
    setUpOneWire,
    (ports) => ports.oneWire.read("D5", 1),
    "The one-wire line D5 was not set up",
  ],
  [
    "a look at an analog input",
    "analog",
    makeAnalog,
    (ports) => ports.analog.read("D5"),
    "Pin D5 was not made an analog input",
  ],
  [
    "an exchange by SPI",
    "output",
    setUpSpi,
    (ports) => ports.spi.exchange("CS", "\0"),
    "The SPI was not set up with the cs CS",
  ],
  [
    "a frame for a strip",
    "pixels",
    setUpPixels,
    (ports) => ports.pixels.send("D5", "\0\0\0", 1),
    "Pin D5 was not set up for a strip of LEDs",
  ],
  [
    "a write to a UART",
    "uart",
    setUpUart,
    (ports) => ports.uart.write(0, "\x01"),
    "The UART 0 was not set up",
  ],
  ["a look at a UART", "uart", setUpUart, (ports) => ports.uart.take(0), "The UART 0 was not set up"],
  [
    "a level of an output",
    "output",
    (ports) => ports.makeOutput("D5", 0),
    (ports) => ports.setLevel("D5", 1),
    "Pin D5 was not made an output",
  ],
  [
    "a duty of PWM",
    "pwm",
    (ports) => ports.pwm.start("D5", 100, 0),
    (ports) => ports.pwm.setDuty("D5", 512),
    "Pin D5 has no PWM",
  ],
];

test.each(USES)("%s without set-up throws a sentence", (_name, wire, _setUp, use, words) => {
  expect(() => run(wire, () => {}, use)).toThrow(words);
});

test.each(USES)("%s after set-up does not throw", (_name, wire, setUp, use) => {
  expect(() => run(wire, setUp, use)).not.toThrow();
});

test.each([0, 33])("an SPI exchange of %i bytes throws a sentence", (bytes) => {
  const exchange: Act = (ports) => ports.spi.exchange("CS", "\0".repeat(bytes));
  expect(() => run("output", setUpSpi, exchange)).toThrow(
    `The SPI was given ${bytes} bytes; it exchanges 1 to 32`,
  );
});

test("setting up one line does not set up another", () => {
  const reading: Act = (ports) => ports.oneWire.read("D6", 1);
  expect(() => run("one-wire", setUpOneWire, reading)).toThrow("The one-wire line D6 was not set up");
});

test("a second UART has its own number and bytes", () => {
  const lines = createLines();
  const uart = new NodeUart(lines);
  expect([uart.setUp("T1", "R1", 9600, 256), uart.setUp("T2", "R2", 2400, 256)]).toEqual([0, 1]);
  lines.send("R1", "one", 9600);
  lines.send("R2", "two", 2400);
  expect([uart.take(1), uart.take(1), uart.take(0)]).toEqual(["two", "", "one"]);
});

test("the newest 256 bytes of a UART are kept", () => {
  const lines = createLines();
  const uart = new NodeUart(lines);
  uart.setUp("TX", "RX", 9600, 256);
  lines.send("RX", "a".repeat(255), 9600);
  lines.send("RX", "b", 9600);
  expect(uart.take(0)).toBe(`${"a".repeat(255)}b`);
  for (const bytes of ["c".repeat(200), "d".repeat(200), "e"]) lines.send("RX", bytes, 9600);
  expect(uart.take(0)).toBe(`${"c".repeat(55)}${"d".repeat(200)}e`);
});

test("a UART keeps more bytes on request", () => {
  const lines = createLines();
  const uart = new NodeUart(lines);
  uart.setUp(undefined, "RX", 9600, 300);
  lines.send("RX", `ab${"c".repeat(299)}`, 9600);
  expect(uart.take(0)).toBe(`b${"c".repeat(299)}`);
});

test("a stopped device receives from no UART", () => {
  const lines = createLines();
  const uart = new NodeUart(lines);
  uart.setUp("TX", "RX", 9600, 256);
  uart.end();
  lines.send("RX", "late", 9600);
  expect(uart.take(0)).toBe("");
});
