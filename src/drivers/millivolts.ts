// The voltage at an analog pin, for drivers.
import { ANALOG_MILLIVOLTS } from "../features.ts";
import type { Analog } from "../ports/analog.ts";
import type { Pin } from "../ports/pins.ts";

/** Millivolts at the pin now, 0 to what its board reads as full scale. */
export function millivoltsAt(analog: Analog, pin: Pin): number {
  return Math.floor((analog.read(pin) * ANALOG_MILLIVOLTS + 2047) / 4095);
}
