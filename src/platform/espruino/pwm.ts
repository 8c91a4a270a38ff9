// Pulse-width modulation (Espruino 2v29 reference, analogWrite).
import type { Pin } from "../../ports/pins.ts";
import type { Pwm } from "../../ports/pwm.ts";

const FULL_DUTY = 1023;

/** The frequency of each pin that pulses, by its name: without it a new duty would come at another one. */
const frequencies: Record<string, number> = {};

function start(pin: Pin, hertz: number, duty: number): void {
  frequencies[pin] = hertz;
  setDuty(pin, duty);
}

function setDuty(pin: Pin, duty: number): void {
  analogWrite(pin, duty / FULL_DUTY, { freq: frequencies[pin] });
}

export const PWM: Pwm = { start, setDuty };
