// Which wires a device in Node has set up. Whatever uses another one throws, in words: a board refuses it, each in its own
// way, and a driver that forgot the set-up would be found out only there.
import type { Pin } from "../../ports/pins.ts";

/** One list for the many devices that have no such pin. */
const NO_PINS: readonly Pin[] = [];

export class SetUpWires {
  private hasBus = false;
  private oneWire = NO_PINS;
  private analog = NO_PINS;
  private outputs = NO_PINS;
  private pulsed = NO_PINS;

  setUpBus(): void {
    this.hasBus = true;
  }

  needBus(): void {
    if (!this.hasBus) throw new Error("The I2C bus was not set up: a driver calls setUpBus as it begins.");
  }

  setUpOneWire(pin: Pin): void {
    this.oneWire = [...this.oneWire, pin];
  }

  needOneWire(pin: Pin): void {
    if (!this.oneWire.includes(pin))
      throw new Error(`The one-wire line ${pin} was not set up: a driver calls setUpOneWire as it begins.`);
  }

  makeAnalog(pin: Pin): void {
    this.analog = [...this.analog, pin];
  }

  needAnalog(pin: Pin): void {
    if (!this.analog.includes(pin))
      throw new Error(`Pin ${pin} was not made an analog input: a driver calls makeAnalog as it begins.`);
  }

  makeOutput(pin: Pin): void {
    if (!this.outputs.includes(pin)) this.outputs = [...this.outputs, pin];
  }

  needOutput(pin: Pin): void {
    if (!this.outputs.includes(pin))
      throw new Error(`Pin ${pin} was not made an output: a driver calls makeOutput as it begins.`);
  }

  startPwm(pin: Pin): void {
    if (!this.pulsed.includes(pin)) this.pulsed = [...this.pulsed, pin];
  }

  needPwm(pin: Pin): void {
    if (!this.pulsed.includes(pin))
      throw new Error(`Pin ${pin} has no PWM: a driver calls startPwm as it begins.`);
  }
}
