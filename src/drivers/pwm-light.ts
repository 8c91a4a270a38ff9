// A light that PWM dims: an LED strip on a transistor, a lamp's driver with a PWM input. Brightness follows a
// square law, as the eye does roughly: 128 of 255 is a quarter of the power, and looks like half. (That is a
// gamma of 2.0; the lightness of CIE 1931 would need a table for little more.) Pulses are 2 ms apart: no
// flicker that people see, cameras may, and every board can. An ESP32 under Espruino drives three pins at
// that, and five at 5000 Hz, which is what it has. Mains lamps on a triac need zero-crossing: not this.
import { PWM_HERTZ } from "../features.ts";
import type { Pin } from "../ports/pins.ts";
import type { Ports } from "../ports/ports.ts";
import type { Pwm } from "../ports/pwm.ts";
import { type Drivable, givenHertz, type Wires } from "../reading/part.ts";

const FULL_DUTY = 1023;
const BRIGHTEST = 255;

export interface PwmLight extends Drivable {
  wire: "pwm";
  activeLow: boolean;
  hertz: number;
  pwm: Pwm | undefined;
  pin: Pin;
}

/**
 * The light on the pin that the wiring calls `role`: 0 is off, 255 is full. `activeLow`: it shines while the pin is low,
 * as an LED between the pin and the supply does. `hertz` is 40 to 40000, by default 500, or 5000 under Espruino on an ESP32.
 *
 * @part LED strip, dimmable lamp
 * @esphome monochromatic esp8266_pwm ledc
 * @takes 0 to 255, by a square law; 500 Hz, or what it is given
 * @example pwmLight(role)
 * @example pwmLight(role, false, 5000)
 */
export function pwmLight(role: string, activeLow?: boolean, hertz?: number): PwmLight {
  const frequency = hertz === undefined ? PWM_HERTZ : hertz;
  return {
    role,
    wire: "pwm",
    setUp,
    drive,
    most: BRIGHTEST,
    activeLow: activeLow === true,
    hertz: frequency,
    pwm: undefined,
    pin: "",
    given: givenHertz(hertz),
  };
}

function setUp(part: PwmLight, ports: Ports, wires: Wires, value: number): void {
  part.pwm = ports.pwm;
  part.pin = wires[part.role] as Pin;
  ports.pwm.start(part.pin, part.hertz, dutyOf(part, value));
}

function drive(part: PwmLight, value: number): void {
  (part.pwm as Pwm).setDuty(part.pin, dutyOf(part, value));
}

/** Rounded up: the least brightness is not darkness. */
export function dutyOf(part: { activeLow: boolean }, value: number): number {
  const duty = Math.floor((value * value * FULL_DUTY + 65024) / 65025);
  return part.activeLow ? FULL_DUTY - duty : duty;
}
