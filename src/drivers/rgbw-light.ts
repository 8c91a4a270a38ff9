// A light of red, green, blue and white that PWM dims: a strip or LEDs with one transistor or driver for
// each. White gives what red, green and blue have in common, and these give the rest. It is the light that is
// shared, not the numbers: each level follows a square law first, as in `pwm-light.ts`, so that a pale colour
// is as bright as by three LEDs. It takes the white LED to be as white and as bright as the other three
// together; few are. Not implemented: white beside a colour, as a value of its own.

import { blueOf, greenOf, redOf } from "../bytes/colour.ts";
import { PWM_HERTZ } from "../features.ts";
import type { Pin } from "../ports/pins.ts";
import type { Ports } from "../ports/ports.ts";
import type { Pwm } from "../ports/pwm.ts";
import { type Drivable, givenHertz, pinOf, type Wires } from "../reading/part.ts";
import { dutyOf } from "./pwm-light.ts";

export interface RgbwLight extends Drivable {
  wire: "pins";
  pins: { red: "pwm"; green: "pwm"; blue: "pwm"; white: "pwm" };
  most: 16777215;
  activeLow: boolean;
  hertz: number;
  pwm: Pwm | undefined;
  red: Pin;
  green: Pin;
  blue: Pin;
  white: Pin;
}

/**
 * The light on the four pins that the wiring gives to `role`: `{ red, green, blue, white }`. It takes a colour, for `colorLight`.
 * `activeLow`: an LED shines while its pin is low, as with a common anode. `hertz` is 40 to 40000, by default 500, or 5000 under
 * Espruino on an ESP32.
 *
 * @part RGBW LED or strip on four transistors
 * @esphome rgbw
 * @takes a colour, each by a square law, what the three have in common as white; 500 Hz, or what it is given
 * @example rgbwLight(role)
 * @example rgbwLight(role, false, 5000)
 */
export function rgbwLight(role: string, activeLow?: boolean, hertz?: number): RgbwLight {
  const frequency = hertz === undefined ? PWM_HERTZ : hertz;
  return {
    role,
    wire: "pins",
    pins: { red: "pwm", green: "pwm", blue: "pwm", white: "pwm" },
    setUp,
    drive,
    most: 16777215,
    activeLow: activeLow === true,
    hertz: frequency,
    pwm: undefined,
    red: "",
    green: "",
    blue: "",
    white: "",
    given: givenHertz(hertz),
  };
}

function setUp(part: RgbwLight, ports: Ports, wires: Wires, value: number): void {
  part.pwm = ports.pwm;
  part.red = pinOf(wires, part.role, "red");
  part.green = pinOf(wires, part.role, "green");
  part.blue = pinOf(wires, part.role, "blue");
  part.white = pinOf(wires, part.role, "white");
  const white = whiteOf(value);
  ports.pwm.start(part.red, part.hertz, dutyBeyond(part, redOf(value), white));
  ports.pwm.start(part.green, part.hertz, dutyBeyond(part, greenOf(value), white));
  ports.pwm.start(part.blue, part.hertz, dutyBeyond(part, blueOf(value), white));
  ports.pwm.start(part.white, part.hertz, dutyOf(part, white));
}

function drive(part: RgbwLight, value: number): void {
  const pwm = part.pwm as Pwm;
  const white = whiteOf(value);
  pwm.setDuty(part.red, dutyBeyond(part, redOf(value), white));
  pwm.setDuty(part.green, dutyBeyond(part, greenOf(value), white));
  pwm.setDuty(part.blue, dutyBeyond(part, blueOf(value), white));
  pwm.setDuty(part.white, dutyOf(part, white));
}

/** The level that red, green and blue have in common. */
function whiteOf(colour: number): number {
  return Math.min(redOf(colour), Math.min(greenOf(colour), blueOf(colour)));
}

/** The duty of a colour beside white: its light less that of white. */
function dutyBeyond(part: RgbwLight, level: number, white: number): number {
  return dutyOf(part, level) - dutyOf(part, white) + dutyOf(part, 0);
}
