// Analog pins: the voltage at an input, and pulse-width modulation (Espruino 2v29 reference, analogRead and analogWrite).
import type { Pin } from "../../ports/pins.ts";

/** Twelve bits; the ESP8266's ten end at 1024 of 1024. */
const FULL_SCALE = 4096;
const FULL_DUTY = 1023;

/** The frequency of each pin that pulses, by its name: without it a new duty would come at another one. */
const frequencies: Record<string, number> = {};

export function makeAnalog(pin: Pin): void {
  pinMode(pin, "analog");
}

export function readAnalog(pin: Pin): number {
  return Math.min(FULL_SCALE - 1, Math.floor(analogRead(pin) * FULL_SCALE));
}

export function startPwm(pin: Pin, hertz: number, duty: number): void {
  frequencies[pin] = hertz;
  setDuty(pin, duty);
}

export function setDuty(pin: Pin, duty: number): void {
  analogWrite(pin, duty / FULL_DUTY, { freq: frequencies[pin] });
}
