// The one-wire buses of a device in Node, each on a pin of its circuit.
import type { OneWire } from "../../../ports/one-wire.ts";
import type { Pin } from "../../../ports/pins.ts";
import type { Circuit, OneWireBus } from "../world.ts";

export class NodeOneWire implements OneWire {
  private readonly pins: Pin[] = [];

  constructor(private readonly circuit: Circuit) {}

  setUp(pin: Pin): void {
    this.pins.push(pin);
  }

  reset(pin: Pin): boolean {
    return this.on(pin).reset();
  }

  write(pin: Pin, bytes: string): void {
    this.on(pin).write(bytes);
  }

  read(pin: Pin, count: number): string {
    return this.on(pin).read(count);
  }

  private on(pin: Pin): OneWireBus {
    if (!this.pins.includes(pin))
      throw new Error(`The one-wire line ${pin} was not set up: a driver calls oneWire.setUp as it begins.`);
    return this.circuit.oneWire(pin);
  }
}
