// Pins of the ESP32: `gpio` counts by the chip's own numbers.
import type { Pin } from "../../../ports/pins.ts";
import { pinsChanged } from "../../../runtime/events.ts";
import { tell } from "../running.ts";

/** A pulse counter begins again at 0 behind this. */
const MOST_PULSES = 2147483647;

/** Pulses of each pin that is counted. */
const pulses: number[] = [];

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

export function countPulses(pin: Pin): void {
  const at = pin as number;
  pulses[at] = 0;
  makeInput(pin, true);
  gpio.trig(pin, gpio.INTR_DOWN, () => {
    pulses[at] = pulses[at] === MOST_PULSES ? 0 : pulses[at] + 1;
  });
}

export function pulsesOf(pin: Pin): number {
  return pulses[pin as number];
}
