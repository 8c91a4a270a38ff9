// Pins of the ESP32: `gpio` counts by the chip's own numbers. One of its SPI buses (`spi.master`) is on any
// of them; each cs is moved by `gpio`, as the firmware's own are three at most.
import type { DhtFrame, DhtLine } from "../../../ports/edges.ts";
import type { Pin } from "../../../ports/pins.ts";
import type { Pulses, Turns } from "../../../ports/pulses.ts";
import type { Spi } from "../../../ports/spi.ts";
import { beginsPulse, newContact } from "../../../reading/pulses.ts";
import { pinsChanged } from "../../../runtime/events.ts";
import { heardDht, takeDht } from "../edges.ts";
import { tell } from "../running.ts";
import { takeTurns, turnedTo } from "../turns.ts";

/** A pulse counter begins again at 0 behind this. */
const MOST_PULSES = 2147483647;

/** Twelve days of them, in milliseconds, have 30 bits. */
const SECONDS = 0xfffff;

/** Of the SPI: `spi.HSPI` on the first ESP32, `spi.SPI2` on all. */
const SPI2 = 1;
const MODE = 0;
const HERTZ = 1000000;
/** For at most 32 bytes at a time. */
const NO_DMA = 0;

/** Pulses of each pin that is counted. */
const pulses: number[] = [];

/** All parts' lines on the SPI, which is set up once, at the first exchange, when all are known. */
let spiClock: Pin = 0;
let spiInput: Pin | undefined;
let spiOutput: Pin | undefined;
let spiBus: SpiDevice | undefined;

/** The level first: with the direction first the pin would stand at 0 for a moment. */
export function makeOutput(pin: Pin, level: number): void {
  gpio.write(pin, level);
  gpio.config({ gpio: [pin], dir: gpio.OUT });
  gpio.write(pin, level);
}

export function makeInput(pin: Pin, pulledUp: boolean): void {
  gpio.config({ gpio: [pin], dir: gpio.IN, pull: pulledUp ? gpio.PULL_UP : gpio.FLOATING });
}

export function watchPin(pin: Pin): void {
  gpio.trig(pin, gpio.INTR_UP_DOWN, changed);
}

function changed(this: void): void {
  tell(pinsChanged, undefined);
}

function countPulses(pin: Pin, quietMs?: number): void {
  const at = pin as number;
  pulses[at] = 0;
  makeInput(pin, true);
  const pulsed = () => {
    pulses[at] = pulses[at] === MOST_PULSES ? 0 : pulses[at] + 1;
  };
  if (quietMs === undefined || quietMs === 0) {
    gpio.trig(pin, gpio.INTR_DOWN, pulsed);
    return;
  }
  const contact = newContact(quietMs);
  gpio.trig(pin, gpio.INTR_UP_DOWN, (_pin, level) => {
    if (beginsPulse(contact, level === 0, gpio.read(pin) === 1, now())) pulsed();
  });
}

/** Milliseconds of the system's clock, in 30 bits. */
function now(): number {
  const [seconds, microseconds] = time.get();
  return (seconds & SECONDS) * 1000 + Math.floor(microseconds / 1000);
}

function pulsesOf(pin: Pin): number {
  return pulses[pin as number];
}

/** @cold */
function countTurns(clk: Pin, dt: Pin): void {
  const at = clk as number;
  rotary.setup(dt, clk).on(rotary.TURN, (_kind, position) => {
    turnedTo(at, position);
    changed();
  });
}

/** Without an answer the module says nothing but that. @cold */
function askDht(frame: DhtFrame): void {
  const [status, celsius, percent] = dht.read2x(frame.pin);
  heardDht(frame, status, celsius ?? 0, percent ?? 0);
}

/** @cold */
function setUpSpi(cs: Pin, sck: Pin, miso: Pin | undefined, mosi: Pin | undefined): void {
  spiClock = sck;
  if (miso !== undefined) spiInput = miso;
  if (mosi !== undefined) spiOutput = mosi;
  makeOutput(cs, 1);
}

/** @cold */
function exchangeSpi(cs: Pin, bytes: string): string {
  if (spiBus === undefined)
    spiBus = spi
      .master(SPI2, { sclk: spiClock, miso: spiInput, mosi: spiOutput }, NO_DMA)
      .device({ mode: MODE, freq: HERTZ });
  gpio.write(cs, 0);
  const read = spiBus.transfer(bytes);
  gpio.write(cs, 1);
  return read;
}

export const DHT: DhtLine = { ask: askDht, take: takeDht };
export const PULSES: Pulses = { count: countPulses, counted: pulsesOf };
export const SPI: Spi = { setUp: setUpSpi, exchange: exchangeSpi };
export const TURNS: Turns = { count: countTurns, take: takeTurns };
