// A chip with three registers (I2C): two give the next number each time they are asked, or 0 while it stands
// still; the other what has been counted since the device has power. Whoever plays it knows every number that
// the device was given.
import type { I2c, I2cPins } from "../../../../src/ports/i2c.ts";
import type { Ports } from "../../../../src/ports/ports.ts";
import { newPart, type Part, type Quantity, setReading, type Wires } from "../../../../src/reading/part.ts";

export const NUMBER_ADDRESS = 0x17;
export const COUNT_ADDRESS = 0x18;
/** Of the numbers whose history is kept. */
export const HISTORY_ADDRESS = 0x19;

export interface Register extends Part {
  address: number;
  bus: I2c | undefined;
  value: Quantity;
}

/** The register at an address of the bus that the wiring calls `role`. */
export function register(role: string, address: number): Register {
  const part = newPart<Register>(role, "i2c", begin, request, collect);
  part.address = address;
  part.bus = undefined;
  part.value = { part, decimals: 0, value: undefined };
  return part;
}

function begin(part: Register, ports: Ports, wires: Wires): void {
  ports.i2c.setUp(wires[part.role] as I2cPins);
  part.bus = ports.i2c;
}

function request(_: Register): number {
  return 1;
}

function collect(part: Register): string {
  const bytes = (part.bus as I2c).read(part.address, 2);
  setReading(part.value, undefined);
  if (bytes === undefined) return "no answer";
  const number = bytes.charCodeAt(0) * 256 + bytes.charCodeAt(1);
  if (number !== 0 || part.address === COUNT_ADDRESS) setReading(part.value, number);
  return "";
}
