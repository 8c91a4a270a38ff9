// Strips of LEDs on the ESP32: `ws2812` drives them on any output, by a channel of RMT that it has for as
// long as it sends.
import type { Pin } from "../../../ports/pins.ts";
import type { Pixels } from "../../../ports/pixels.ts";

/** A strip is its pin, which the module sets up at each transfer. */
function setUp(_: Pin): void {}

/** @cold */
function send(pin: Pin, bytes: string, times: number): boolean {
  const [sent] = pcall(show, pin, luaString.rep(bytes, times));
  return sent;
}

/** Raises an error where no channel is free. */
function show(this: void, pin: Pin, data: string): void {
  ws2812.write({ pin, data });
}

export const PIXELS: Pixels = { setUp, send };
