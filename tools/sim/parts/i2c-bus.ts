// An I2C bus with several parts, each of which answers at an address of its own.

import type { I2cBus } from "../../../src/platform/node/world.ts";
import { NEXT_BUS } from "../../../src/ports/i2c.ts";

/** The bus of these parts. Two parts at one address both answer, and the line carries what both leave high. */
export function createI2cBus(parts: readonly I2cBus[]): I2cBus {
  return {
    write: (address, bytes) => parts.filter((part) => part.write(address, bytes)).length > 0,
    read(address, count) {
      const answers = parts
        .map((part) => part.read(address, count))
        .filter((answer): answer is string => answer !== undefined);
      return answers.length === 0 ? undefined : answers.reduce(wiredAnd);
    },
  };
}

/** A part that answers on the bus of this number alone. */
export function onBus(number: number, part: I2cBus): I2cBus {
  const isThere = (address: number) => Math.floor(address / NEXT_BUS) === number;
  return {
    write: (address, bytes) => isThere(address) && part.write(address % NEXT_BUS, bytes),
    read: (address, count) => (isThere(address) ? part.read(address % NEXT_BUS, count) : undefined),
  };
}

/** What is on a line that two parts pull low at their own bits. */
export function wiredAnd(one: string, other: string): string {
  return [...one]
    .map((byte, i) =>
      String.fromCharCode(byte.charCodeAt(0) & (i < other.length ? other.charCodeAt(i) : 255)),
    )
    .join("");
}
