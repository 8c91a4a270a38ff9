// The device's side of an HX711's lines, on the circuit of a device in Node.
import type { Hx711Lines } from "../../../ports/hx711.ts";
import type { Pin } from "../../../ports/pins.ts";
import type { Circuit } from "../world.ts";

const BITS = 24;

export class NodeHx711 implements Hx711Lines {
  constructor(private readonly circuit: Circuit) {}

  setUp(): void {}

  read(data: Pin, clock: Pin): number | undefined {
    const pulse = () => {
      this.circuit.written(clock, 1);
      this.circuit.written(clock, 0);
      return this.circuit.level(data, true);
    };
    let counts = 0;
    for (let i = 0; i < BITS; i++) counts = counts * 2 + pulse();
    if (pulse() === 0) return undefined;
    return counts < 2 ** (BITS - 1) ? counts : counts - 2 ** BITS;
  }
}
