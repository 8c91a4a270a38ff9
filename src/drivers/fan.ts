// A direct-current fan, or a pump, whose speed is the length of its pulses: on a transistor, or by the PWM input of a fan with four wires.
// Source: Intel, "4-Wire Pulse Width Modulation (PWM) Controlled Fans", revision 1.3: 25 kHz, of 21 to 28; the input is pulled up inside, so
// that a pin of 3.3 V may drive it. On a transistor 500 Hz do, and can be heard; a diode takes what the motor gives back.
// The speed goes by the duty in a straight line, other than a light's brightness. Below some 20 % most fans stand still, and one with four
// wires may go on at 0 %: let a relay switch it off. Not implemented: the speed that a fan tells (its third wire; pulse-meter.ts counts it).
import type { Pin } from "../ports/pins.ts";
import type { Ports } from "../ports/ports.ts";
import type { Pwm } from "../ports/pwm.ts";
import type { Drivable, Wires } from "../reading/part.ts";
import { LEAST_HERTZ, MOST_HERTZ, USUAL_HERTZ } from "./pwm-light.ts";

const FULL_DUTY = 1023;
const FULL_SPEED = 100;

export interface Fan extends Drivable {
  wire: "pwm";
  hertz: number;
  ports: Pwm | undefined;
  pin: Pin;
}

/**
 * The fan on the pin that the wiring calls `role`. It takes its speed in percent, for `numberInput`. `hertz` is 40 to 40000, 500 by
 * default; a fan with four wires wants 25000.
 *
 * @part fan or pump on a transistor; fan with four wires
 * @takes 0 to 100 percent; 500 Hz, or what it is given
 * @example fan(role)
 * @example fan(role, 25000)
 */
export function fan(role: string, hertz?: number): Fan {
  const frequency = hertz === undefined ? USUAL_HERTZ : hertz;
  return {
    role,
    wire: "pwm",
    setUp,
    drive,
    most: FULL_SPEED,
    hertz: frequency,
    ports: undefined,
    pin: "",
    given: [{ what: "hertz", value: frequency, least: LEAST_HERTZ, most: MOST_HERTZ }],
  };
}

function setUp(part: Fan, ports: Ports, wires: Wires, value: number): void {
  part.ports = ports;
  part.pin = wires[part.role] as Pin;
  ports.startPwm(part.pin, part.hertz, dutyOf(value));
}

function drive(part: Fan, value: number): void {
  (part.ports as Pwm).setDuty(part.pin, dutyOf(value));
}

function dutyOf(percent: number): number {
  return Math.floor((Math.min(Math.max(percent, 0), FULL_SPEED) * FULL_DUTY + 50) / FULL_SPEED);
}
