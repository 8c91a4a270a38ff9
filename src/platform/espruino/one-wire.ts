// The one-wire bus, driven by software (Espruino 2v29 reference, OneWire).
import type { OneWire as OneWirePort } from "../../ports/one-wire.ts";
import type { Pin } from "../../ports/pins.ts";
import { textOf } from "./text-of.ts";

/** A bus is its pin, which the interpreter sets up at each transfer. */
function setUp(_: Pin): void {}

function reset(pin: Pin): boolean {
  return new OneWire(pin).reset();
}

function write(pin: Pin, bytes: string): void {
  new OneWire(pin).write(bytes);
}

function read(pin: Pin, count: number): string {
  return textOf(new OneWire(pin).read(count), count);
}

export const ONE_WIRE: OneWirePort = { setUp, reset, write, read };
