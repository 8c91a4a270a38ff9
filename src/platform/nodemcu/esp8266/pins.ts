// Pins of the ESP8266: `gpio` counts by the D numbers on the board; pin 0 has neither interrupt nor pull-up.
import type { Pin } from "../../../ports/pins.ts";
import { pinsChanged } from "../../../runtime/events.ts";
import { tell } from "../running.ts";

/** A pulse counter begins again at 0 behind 2^31 - 1. */
const PULSES = 2147483647;

/** Pulses of each pin that is counted. */
const pulses: number[] = [];

export function makeOutput(pin: Pin, level: number): void {
  gpio.write(pin, level);
  gpio.mode(pin, gpio.OUTPUT);
  gpio.write(pin, level);
}

/** Where there are interrupts the pin is ready to be watched: the mode would have to be set anew for it. */
export function makeInput(pin: Pin, pulledUp: boolean): void {
  gpio.mode(pin, pin === 0 ? gpio.INPUT : gpio.INT, pulledUp ? gpio.PULLUP : gpio.FLOAT);
}

export function watchPin(pin: Pin): void {
  gpio.trig(pin, "both", changed);
}

function changed(this: void): void {
  tell(pinsChanged, undefined);
}

/** A call tells how many edges there were since the last one. */
export function countPulses(pin: Pin): void {
  const at = pin as number;
  pulses[at] = 0;
  gpio.mode(pin, gpio.INT, gpio.PULLUP);
  gpio.trig(pin, "down", (_level, _time, count) => {
    const left = PULSES - pulses[at];
    pulses[at] = count > left ? count - left - 1 : pulses[at] + count;
  });
}

export function pulsesOf(pin: Pin): number {
  return pulses[pin as number];
}
