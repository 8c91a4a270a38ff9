// The ESP8266's one analog input of ten bits (`adc`), and its PWM by software (`pwm`): six pins, all at one frequency.
import type { Pin } from "../../../ports/pins.ts";

const MOST = 4095;

/** The chip's own input needs no setting up. */
export function makeAnalog(_: Pin): void {}

/** The pin's number is the channel's. Full scale reads as 1024 of 1023. */
export function readAnalog(pin: Pin): number {
  return Math.min(MOST, adc.read(pin) * 4);
}

export function startPwm(pin: Pin, hertz: number, duty: number): void {
  pwm.setup(pin, hertz, duty);
  pwm.start(pin);
}

export function setDuty(pin: Pin, duty: number): void {
  pwm.setduty(pin, duty);
}
