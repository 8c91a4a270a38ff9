// The base of parts on an I2C bus: their address, their bus, and how they are written to and read.
import { I2C_BUSES } from "../features.ts";
import { type I2c, type I2cPins, NEXT_BUS } from "../ports/i2c.ts";
import type { Ports } from "../ports/ports.ts";
import { NO_ANSWER, newPart, type Part, type Wires } from "../reading/part.ts";

export interface I2cPart extends Part {
  wire: "i2c";
  busAddress: number;
  /** The bus, from `begin` on. */
  bus: I2c | undefined;
}

/** The place of a part on its bus. */
export type OnI2c = Readonly<Pick<I2cPart, "busAddress" | "bus">>;

/**
 * A new part on the bus that the wiring calls `role`, at rest. The driver adds the fields of its own record
 * at once.
 */
export function newI2cPart<Made extends I2cPart>(
  role: string,
  address: number,
  request: Part["request"],
  collect: Part["collect"],
  begin: Part["begin"] = beginI2c,
): Made {
  const part = newPart<Made>(role, "i2c", begin, request, collect);
  part.busAddress = address;
  return part;
}

/** What the `begin` of such a part does first. */
export function beginI2c(part: I2cPart, ports: Ports, wires: Wires): void {
  const pins = wires[part.role] as I2cPins;
  ports.i2c.setUp(pins);
  if (I2C_BUSES > 1) part.busAddress = addressOn(pins, part.busAddress);
  part.bus = ports.i2c;
}

/** The address of a part on the bus with these pins; it may have been on it before. */
export function addressOn(pins: I2cPins, address: number): number {
  return (address % NEXT_BUS) + (pins.bus ?? 0) * NEXT_BUS;
}

/** Writes to the part. False when it does not answer. */
export function writePart(part: OnI2c, bytes: string): boolean {
  return (part.bus as I2c).write(part.busAddress, bytes);
}

/**
 * Begins a measurement by these bytes. Returns the milliseconds that it takes, or `NO_ANSWER`: what a
 * `request` returns.
 */
export function startedBy(part: I2cPart, bytes: string, ms: number): number {
  return writePart(part, bytes) ? ms : NO_ANSWER;
}

/** What the part gives now; `undefined` when it does not answer. */
export function readPart(part: OnI2c, count: number): string | undefined {
  return (part.bus as I2c).read(part.busAddress, count);
}

/** What stands in so many registers of the part from one on; `undefined` when it does not answer. */
export function readRegisters(part: I2cPart, first: string, count: number): string | undefined {
  return writePart(part, first) ? readPart(part, count) : undefined;
}
