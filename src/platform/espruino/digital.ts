// Digital pins: outputs, inputs and counted pulses (Espruino 2v29 reference, pinMode and setWatch).
import type { Pin } from "../../ports/pins.ts";

/** A pulse counter begins again at 0 behind this. */
const MOST_PULSES = 0x7fffffff;

/** Pulses of each pin that is counted, by its name. */
const pulses: Record<string, number> = {};

export function makeOutput(pin: Pin, level: number): void {
  digitalWrite(pin, level);
  pinMode(pin, "output");
}

export function makeInput(pin: Pin, pulledUp: boolean): void {
  pinMode(pin, pulledUp ? "input_pullup" : "input");
}

export function countPulses(pin: Pin): void {
  pinMode(pin, "input_pullup");
  pulses[pin] = 0;
  const pulsed = () => {
    pulses[pin] = (pulses[pin] + 1) & MOST_PULSES;
  };
  setWatch(pulsed, pin, { repeat: true, edge: "falling" });
}

export function pulsesOf(pin: Pin): number {
  return pulses[pin];
}
