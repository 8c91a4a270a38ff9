// An I2C bus with several parts, each of which answers at an address of its own.
import type { I2cBus } from "../../../src/platform/node/world.ts";

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

/** What is on a line that two parts pull low at their own bits. */
export function wiredAnd(one: string, other: string): string {
  return [...one]
    .map((byte, i) =>
      String.fromCharCode(byte.charCodeAt(0) & (i < other.length ? other.charCodeAt(i) : 255)),
    )
    .join("");
}
