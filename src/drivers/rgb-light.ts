// A light of three colours that PWM dims: a strip or an LED with one transistor or driver for each of red,
// green and blue. Each follows a square law, as those of `pwm-light.ts` do: colours are meant for screens,
// whose light does so roughly. Not implemented: a fourth, white LED, which `rgbw-light.ts` has.

import { blueOf, greenOf, redOf } from "../bytes/colour.ts";
import { PWM_HERTZ } from "../features.ts";
import type { Pin } from "../ports/pins.ts";
import type { Ports } from "../ports/ports.ts";
import type { Pwm } from "../ports/pwm.ts";
import { type Drivable, givenHertz, pinOf, type Wires } from "../reading/part.ts";
import { dutyOf } from "./pwm-light.ts";

export interface RgbLight extends Drivable {
  wire: "pins";
  pins: { red: "pwm"; green: "pwm"; blue: "pwm" };
  most: 16777215;
  activeLow: boolean;
  hertz: number;
  pwm: Pwm | undefined;
  red: Pin;
  green: Pin;
  blue: Pin;
}

/**
 * The light on the three pins that the wiring gives to `role`: `{ red, green, blue }`. It takes a colour, for `colorLight`.
 * `activeLow`: a colour shines while its pin is low, as with a common anode. `hertz` is 40 to 40000, by default 500, or 5000 under Espruino on an ESP32.
 *
 * @part RGB LED or strip on three transistors
 * @esphome rgb
 * @takes a colour, each by a square law; 500 Hz, or what it is given
 * @example rgbLight(role)
 * @example rgbLight(role, false, 5000)
 */
export function rgbLight(role: string, activeLow?: boolean, hertz?: number): RgbLight {
  const frequency = hertz === undefined ? PWM_HERTZ : hertz;
  return {
    role,
    wire: "pins",
    pins: { red: "pwm", green: "pwm", blue: "pwm" },
    setUp,
    drive,
    most: 16777215,
    activeLow: activeLow === true,
    hertz: frequency,
    pwm: undefined,
    red: "",
    green: "",
    blue: "",
    given: givenHertz(hertz),
  };
}

function setUp(part: RgbLight, ports: Ports, wires: Wires, value: number): void {
  part.pwm = ports.pwm;
  part.red = pinOf(wires, part.role, "red");
  part.green = pinOf(wires, part.role, "green");
  part.blue = pinOf(wires, part.role, "blue");
  ports.pwm.start(part.red, part.hertz, dutyOf(part, redOf(value)));
  ports.pwm.start(part.green, part.hertz, dutyOf(part, greenOf(value)));
  ports.pwm.start(part.blue, part.hertz, dutyOf(part, blueOf(value)));
}

function drive(part: RgbLight, value: number): void {
  const pwm = part.pwm as Pwm;
  pwm.setDuty(part.red, dutyOf(part, redOf(value)));
  pwm.setDuty(part.green, dutyOf(part, greenOf(value)));
  pwm.setDuty(part.blue, dutyOf(part, blueOf(value)));
}
