// Strips of LEDs on the ESP32: `ws2812` drives them on any output, by a channel of RMT that it has for as long as it sends.
import type { Pin } from "../../../ports/pins.ts";

/** A strip is its pin, which the module sets up at each transfer. */
export function setUpPixels(_: Pin): void {}

/** @cold */
export function sendPixels(pin: Pin, bytes: string, times: number): boolean {
  const [sent] = pcall(send, pin, luaString.rep(bytes, times));
  return sent;
}

/** Raises an error where no channel is free. */
function send(this: void, pin: Pin, data: string): void {
  ws2812.write({ pin, data });
}
