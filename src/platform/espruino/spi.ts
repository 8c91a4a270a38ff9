// The SPI, driven by software (Espruino 2v29 reference, SPI).
import type { Pin } from "../../ports/pins.ts";
import type { Spi } from "../../ports/spi.ts";

/**
 * The bus as each part has it, by its cs. Driven by software it takes any pins, and lines that are left out.
 */
const spis: Record<string, SpiPort> = {};

/** The clock rests low from the first moment on, which the interpreter leaves to chance. */
function setUp(cs: Pin, sck: Pin, miso: Pin | undefined, mosi: Pin | undefined): void {
  const spi = new SPI();
  digitalWrite(cs, 1);
  digitalWrite(sck, 0);
  spi.setup({ sck, miso, mosi });
  spis[cs] = spi;
}

function exchange(cs: Pin, bytes: string): string {
  return spis[cs].send(bytes, cs);
}

export const SPI_BUS: Spi = { setUp, exchange };
