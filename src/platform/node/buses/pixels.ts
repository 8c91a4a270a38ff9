// The strips of LEDs at a device in Node, each on a pin of its circuit.
import type { Pin } from "../../../ports/pins.ts";
import type { Pixels } from "../../../ports/pixels.ts";
import type { Circuit } from "../world.ts";

export class NodePixels implements Pixels {
  private readonly pins: Pin[] = [];

  constructor(private readonly circuit: Circuit) {}

  setUp(pin: Pin): void {
    this.pins.push(pin);
  }

  send(pin: Pin, bytes: string, times: number): boolean {
    if (!this.pins.includes(pin))
      throw new Error(
        `Pin ${pin} was not set up for a strip of LEDs: a driver calls pixels.setUp as it begins.`,
      );
    return this.circuit.shown(pin, bytes.repeat(times));
  }
}
