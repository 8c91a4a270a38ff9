// The SPI of a device in Node, on the pins of its circuit.
import type { Pin } from "../../../ports/pins.ts";
import type { Spi } from "../../../ports/spi.ts";
import type { Circuit } from "../world.ts";

/** NodeMCU on an ESP32 exchanges no more without DMA. */
const MOST_BYTES = 32;

export class NodeSpi implements Spi {
  private readonly selects: Pin[] = [];

  constructor(private readonly circuit: Circuit) {}

  setUp(cs: Pin): void {
    this.selects.push(cs);
    this.circuit.written(cs, 1);
  }

  exchange(cs: Pin, bytes: string): string {
    if (!this.selects.includes(cs))
      throw new Error(`The SPI was not set up with the cs ${cs}: a driver calls spi.setUp as it begins.`);
    if (bytes.length === 0 || bytes.length > MOST_BYTES)
      throw new Error(`The SPI was given ${bytes.length} bytes; it exchanges 1 to ${MOST_BYTES} at once.`);
    this.circuit.written(cs, 0);
    const read = this.circuit.exchanged(bytes);
    this.circuit.written(cs, 1);
    return read;
  }
}
