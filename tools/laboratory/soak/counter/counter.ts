// A counting chip (I2C): each time it is asked it gives the next number, or 0 when it is not to go on.
// It exists in tests only: whoever plays the chip knows every number that the device was given.
import type { I2c, I2cPins } from "../../../../src/ports/i2c.ts";
import type { Ports } from "../../../../src/ports/ports.ts";
import { NO_ANSWER, type Part, type Quantity, type Wires } from "../../../../src/reading/part.ts";

const ADDRESS = 0x17;
const NEXT = "\x01";
const NEXT_MS = 1;
/** The number, most significant byte first. */
const ANSWER_BYTES = 2;

export interface Counter extends Part {
  bus: I2c | undefined;
  /** 1, 2, 3... up to 65535; no reading while it stands still. */
  number: Quantity;
}

/** The counter on the I2C bus that the wiring calls `role`. */
export function counter(role: string): Counter {
  const part = {
    role,
    wire: "i2c",
    begin,
    request,
    collect,
    bus: undefined,
  } as unknown as Counter;
  part.number = { part, decimals: 0, value: undefined };
  return part;
}

function begin(part: Counter, ports: Ports, wires: Wires): void {
  ports.i2c.setUp(wires[part.role] as I2cPins);
  part.bus = ports.i2c;
}

function request(part: Counter): number {
  return (part.bus as I2c).write(ADDRESS, NEXT) ? NEXT_MS : NO_ANSWER;
}

function collect(part: Counter): string {
  part.number.value = undefined;
  const bytes = (part.bus as I2c).read(ADDRESS, ANSWER_BYTES);
  if (bytes === undefined) return "no answer";
  const number = bytes.charCodeAt(0) * 256 + bytes.charCodeAt(1);
  if (number !== 0) part.number.value = number;
  return "";
}
