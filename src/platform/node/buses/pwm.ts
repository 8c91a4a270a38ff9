// The PWM of a device in Node, on the pins of its circuit.
import type { Pin } from "../../../ports/pins.ts";
import type { Pwm } from "../../../ports/pwm.ts";
import type { Circuit } from "../world.ts";

export class NodePwm implements Pwm {
  private readonly frequencies = new Map<Pin, number>();

  constructor(private readonly circuit: Circuit) {}

  start(pin: Pin, hertz: number, duty: number): void {
    this.frequencies.set(pin, hertz);
    this.circuit.pulsed(pin, hertz, duty);
  }

  setDuty(pin: Pin, duty: number): void {
    const hertz = this.frequencies.get(pin);
    if (hertz === undefined) throw new Error(`Pin ${pin} has no PWM: a driver calls pwm.start as it begins.`);
    this.circuit.pulsed(pin, hertz, duty);
  }
}
