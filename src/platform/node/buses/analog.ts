// The analog inputs of a device in Node, on the pins of its circuit.
import type { Analog } from "../../../ports/analog.ts";
import type { Pin } from "../../../ports/pins.ts";
import type { Circuit } from "../world.ts";

export class NodeAnalog implements Analog {
  private readonly pins: Pin[] = [];

  constructor(private readonly circuit: Circuit) {}

  setUp(pin: Pin): void {
    this.pins.push(pin);
  }

  read(pin: Pin): number {
    if (!this.pins.includes(pin))
      throw new Error(`Pin ${pin} was not made an analog input: a driver calls analog.setUp as it begins.`);
    return this.circuit.analog(pin);
  }
}
