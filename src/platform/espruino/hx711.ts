// The lines of an HX711, as a bus of SPI that the interpreter drives by software (Espruino 2v29 reference,
// SPI).
import type { Hx711Lines } from "../../ports/hx711.ts";
import type { Pin } from "../../ports/pins.ts";

/** 25 pulses as the bits of a line that sends: between two of them there is no more than the look at data. */
const PULSES = "\xaa\xaa\xaa\xaa\xaa\xaa\x80";
const BITS = 24;

/** The line as each part has it, by its clock. */
const lines: Record<string, SpiPort> = {};

function setUp(data: Pin, clock: Pin): void {
  const spi = new SPI();
  spi.setup({ miso: data, mosi: clock });
  lines[clock] = spi;
}

/** Each bit is taken when its pulse has ended. */
function read(_: Pin, clock: Pin): number | undefined {
  const bits = lines[clock].send(PULSES);
  let counts = 0;
  for (let i = 0; i < BITS; i++)
    counts = (counts << 1) | ((bits.charCodeAt(i >> 2) >> (6 - 2 * (i & 3))) & 1);
  if ((bits.charCodeAt(6) & 0x40) === 0) return undefined;
  return counts > 0x7fffff ? counts - 0x1000000 : counts;
}

export const HX711: Hx711Lines = { setUp, read };
