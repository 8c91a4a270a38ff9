// The SPI port: one bus, the device as its controller, a cs pin of its own for each part.
import type { Pin } from "./pins.ts";

/**
 * The bus is in mode 0 (the clock rests low, both sides read at its rising edge), the highest bit first, at
 * about 1 MHz or less.
 */
export interface Spi {
  /**
   * Sets the bus up, and makes `cs` an output that is high: the part is left alone. Called once for each
   * part, with the bus's lines that this part has; they are the same pins for all parts.
   */
  setUp: (cs: Pin, sck: Pin, miso: Pin | undefined, mosi: Pin | undefined) => void;
  /**
   * Brings `cs` down, sends 1 to 32 bytes while as many are read, and brings it up again. More are refused:
   * NodeMCU on an ESP32 has no room for them. Blocks for its own transfer only. A line that no part drives
   * reads as all ones or all zeros, usually.
   */
  exchange: (cs: Pin, bytes: string) => string;
}
