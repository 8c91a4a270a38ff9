// The buses: I2C, one-wire and SPI driven by software, UARTs, and strips of LEDs (Espruino 2v29 reference, I2C, OneWire, SPI, Serial, neopixel).
import { heardAlso } from "../../bytes/heard.ts";
import { I2C_BUSES, I2C_HERTZ } from "../../features.ts";
import { type I2cPins, NEXT_BUS } from "../../ports/i2c.ts";
import type { Pin } from "../../ports/pins.ts";

export function setUpBus(pins: I2cPins): void {
  const bitrate = I2C_HERTZ === 0 ? pins.hertz : I2C_HERTZ;
  if (I2C_BUSES > 1 && pins.bus === 1) I2C2.setup({ sda: pins.sda, scl: pins.scl, bitrate });
  else I2C1.setup({ sda: pins.sda, scl: pins.scl, bitrate });
}

export function writeBus(address: number, bytes: string): boolean {
  try {
    if (I2C_BUSES > 1 && address >= NEXT_BUS) I2C2.writeTo(address - NEXT_BUS, bytes);
    else I2C1.writeTo(address, bytes);
    return true;
  } catch {
    return false;
  }
}

export function readBus(address: number, count: number): string | undefined {
  try {
    if (I2C_BUSES > 1 && address >= NEXT_BUS) return textOf(I2C2.readFrom(address - NEXT_BUS, count), count);
    return textOf(I2C1.readFrom(address, count), count);
  } catch {
    return undefined;
  }
}

/** A bus is its pin, which the interpreter sets up at each transfer. */
export function setUpOneWire(_: Pin): void {}

export function resetOneWire(pin: Pin): boolean {
  return new OneWire(pin).reset();
}

export function writeOneWire(pin: Pin, bytes: string): void {
  new OneWire(pin).write(bytes);
}

export function readOneWire(pin: Pin, count: number): string {
  return textOf(new OneWire(pin).read(count), count);
}

/** What the two UARTs have heard. The console has Serial1. */
let first = "";
let second = "";
let mostOfFirst = 0;
let mostOfSecond = 0;
let used = 0;

export function setUpUart(tx: Pin | undefined, rx: Pin, baud: number, keep: number): number {
  const number = used;
  const serial = number === 0 ? Serial2 : Serial3;
  used = used + 1;
  if (number === 0) mostOfFirst = keep;
  else mostOfSecond = keep;
  // Without one it would take one: the build has asked for it.
  serial.setup(baud, { tx: tx as Pin, rx });
  serial.on("data", number === 0 ? heardFirst : heardSecond);
  return number;
}

function heardFirst(bytes: string): void {
  first = heardAlso(first, bytes, mostOfFirst);
}

function heardSecond(bytes: string): void {
  second = heardAlso(second, bytes, mostOfSecond);
}

export function writeUart(uart: number, bytes: string): void {
  (uart === 0 ? Serial2 : Serial3).write(bytes);
}

export function takeUart(uart: number): string {
  const bytes = uart === 0 ? first : second;
  if (uart === 0) first = "";
  else second = "";
  return bytes;
}

/** The bus as each part has it, by its cs. Driven by software it takes any pins, and lines that are left out. */
const spis: Record<string, SpiPort> = {};

/** The clock rests low from the first moment on, which the interpreter leaves to chance. */
export function setUpSpi(cs: Pin, sck: Pin, miso: Pin | undefined, mosi: Pin | undefined): void {
  const spi = new SPI();
  digitalWrite(cs, 1);
  digitalWrite(sck, 0);
  spi.setup({ sck, miso, mosi });
  spis[cs] = spi;
}

export function exchangeSpi(cs: Pin, bytes: string): string {
  return spis[cs].send(bytes, cs);
}

/** A strip is its pin, which the interpreter sets up at each transfer. */
export function setUpPixels(_: Pin): void {}

/** In one piece of memory: bytes that lie apart would be copied to the stack, which is small and unchecked on the ESP8266. @cold */
export function sendPixels(pin: Pin, bytes: string, times: number): boolean {
  const data = E.toFlatString({ data: bytes, count: times });
  if (data === undefined) return false;
  try {
    require("neopixel").write(pin, data);
    return true;
  } catch {
    return false;
  }
}

function textOf(bytes: Uint8Array, count: number): string {
  let text = "";
  for (let i = 0; i < count; i++) text += String.fromCharCode(bytes[i]);
  return text;
}
