// The ESP8266's one analog input of ten bits (`adc`), and its PWM by software (`pwm`): six pins, all at one
// frequency.
import type { Analog } from "../../../ports/analog.ts";
import type { Pin } from "../../../ports/pins.ts";
import type { Pwm } from "../../../ports/pwm.ts";

const MOST = 4095;

/** The chip's own input needs no setting up. */
function setUp(_: Pin): void {}

/** The pin's number is the channel's. Full scale reads as 1024 of 1023. */
function read(pin: Pin): number {
  return Math.min(MOST, adc.read(pin) * 4);
}

function start(pin: Pin, hertz: number, duty: number): void {
  pwm.setup(pin, hertz, duty);
  pwm.start(pin);
}

function setDuty(pin: Pin, duty: number): void {
  pwm.setduty(pin, duty);
}

export const ANALOG: Analog = { setUp, read };
export const PWM: Pwm = { start, setDuty };
