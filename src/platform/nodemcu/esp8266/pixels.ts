// The strip of LEDs on the ESP8266: `ws2812` sends by UART 1, whose only line is GPIO2 (D4). The build has
// compared it. It is done up to 0.3 ms before the last byte has left; what followed at once would pass beyond
// the strip's end. A device takes longer from one command to the next.
import type { Pin } from "../../../ports/pins.ts";
import type { Pixels } from "../../../ports/pixels.ts";

/** @cold */
function setUp(_: Pin): void {
  ws2812.init();
}

/** It raises no error. @cold */
function send(_: Pin, bytes: string, times: number): boolean {
  ws2812.write(luaString.rep(bytes, times));
  return true;
}

export const PIXELS: Pixels = { setUp, send };
