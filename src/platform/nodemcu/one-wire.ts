// The one-wire bus over NodeMCU's `ow`, which is the same on both chips but for its errors.
import type { OneWire } from "../../ports/one-wire.ts";
import type { Pin } from "../../ports/pins.ts";

function setUp(pin: Pin): void {
  ow.setup(pin);
}

/** The ESP32 raises an error where no resistor pulls the line up: nobody is there then either. */
function reset(pin: Pin): boolean {
  const [done, presence] = pcall(ow.reset, pin);
  return done && presence === 1;
}

function write(pin: Pin, bytes: string): void {
  ow.write_bytes(pin, bytes, 0);
}

function read(pin: Pin, count: number): string {
  return ow.read_bytes(pin, count);
}

export const ONE_WIRE: OneWire = { setUp, reset, write, read };
