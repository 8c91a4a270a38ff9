// The one-wire bus over NodeMCU's `ow`, which is the same on both chips but for its errors.
import type { Pin } from "../../ports/pins.ts";

export function setUpOneWire(pin: Pin): void {
  ow.setup(pin);
}

/** The ESP32 raises an error where no resistor pulls the line up: nobody is there then either. */
export function resetOneWire(pin: Pin): boolean {
  const [done, presence] = pcall(ow.reset, pin);
  return done && presence === 1;
}

export function writeOneWire(pin: Pin, bytes: string): void {
  ow.write_bytes(pin, bytes, 0);
}

export function readOneWire(pin: Pin, count: number): string {
  return ow.read_bytes(pin, count);
}
