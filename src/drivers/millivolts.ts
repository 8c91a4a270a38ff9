// The voltage at an analog pin, for drivers.
import { ANALOG_MILLIVOLTS } from "../features.ts";
import type { Analog } from "../ports/analog.ts";
import type { Pin } from "../ports/pins.ts";

/** Millivolts at the pin now, 0 to what its board reads as full scale. */
export function millivoltsAt(ports: Analog, pin: Pin): number {
  return Math.floor((ports.readAnalog(pin) * ANALOG_MILLIVOLTS + 2047) / 4095);
}
