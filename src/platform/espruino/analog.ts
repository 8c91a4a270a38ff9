// The voltage at an analog input (Espruino 2v29 reference, analogRead).
import type { Analog } from "../../ports/analog.ts";
import type { Pin } from "../../ports/pins.ts";

/** Twelve bits; the ESP8266's ten end at 1024 of 1024. */
const FULL_SCALE = 4096;

function setUp(pin: Pin): void {
  pinMode(pin, "analog");
}

function read(pin: Pin): number {
  return Math.min(FULL_SCALE - 1, Math.floor(analogRead(pin) * FULL_SCALE));
}

export const ANALOG: Analog = { setUp, read };
