// Strips of LEDs (Espruino 2v29 reference, neopixel).
import type { Pin } from "../../ports/pins.ts";
import type { Pixels } from "../../ports/pixels.ts";

/** A strip is its pin, which the interpreter sets up at each transfer. */
function setUp(_: Pin): void {}

/**
 * In one piece of memory: bytes that lie apart would be copied to the stack, which is small and unchecked on
 * the ESP8266. @cold
 */
function send(pin: Pin, bytes: string, times: number): boolean {
  const data = E.toFlatString({ data: bytes, count: times });
  if (data === undefined) return false;
  try {
    require("neopixel").write(pin, data);
    return true;
  } catch {
    return false;
  }
}

export const PIXELS: Pixels = { setUp, send };
