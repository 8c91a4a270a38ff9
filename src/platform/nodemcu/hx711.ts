// The firmware's module `hx711`, which the ESP8266 alone has, for one part. It waits a second for a part that
// is not ready, and then stops the program: so the driver looks at the data line first. After a reading the
// part sleeps, its data line high.
import type { Hx711Lines } from "../../ports/hx711.ts";
import type { Pin } from "../../ports/pins.ts";

/** @cold */
function setUp(data: Pin, clock: Pin): void {
  hx711.init(clock, data);
}

/** @cold */
function read(data: Pin): number | undefined {
  const counts = hx711.read(0);
  return gpio.read(data) === 1 ? counts : undefined;
}

export const HX711: Hx711Lines = { setUp, read };
