// An I2C bus with several parts, each of which answers at an address of its own.

import type { I2cBus } from "../../../src/platform/node/world.ts";
import { NEXT_BUS } from "../../../src/ports/i2c.ts";

/**
 * The bus of these parts. Two parts at one address both answer, and the line carries what both leave high.
 */
export function createI2cBus(parts: readonly I2cBus[]): I2cBus {
  return new SharedBus(parts);
}

/** A part that answers on the bus of this number alone. */
export function onBus(number: number, part: I2cBus): I2cBus {
  return new PartOnBus(number, part);
}

/** Their functions are of classes: a fleet has thousands of buses. */
class SharedBus implements I2cBus {
  private readonly parts: readonly I2cBus[];

  constructor(parts: readonly I2cBus[]) {
    this.parts = parts;
  }

  write(address: number, bytes: string): boolean {
    return this.parts.filter((part) => part.write(address, bytes)).length > 0;
  }

  read(address: number, count: number): string | undefined {
    const answers = this.parts
      .map((part) => part.read(address, count))
      .filter((answer): answer is string => answer !== undefined);
    return answers.length === 0 ? undefined : answers.reduce(wiredAnd);
  }
}

class PartOnBus implements I2cBus {
  private readonly number: number;
  private readonly part: I2cBus;

  constructor(number: number, part: I2cBus) {
    this.number = number;
    this.part = part;
  }

  write(address: number, bytes: string): boolean {
    return this.isThere(address) && this.part.write(address % NEXT_BUS, bytes);
  }

  read(address: number, count: number): string | undefined {
    return this.isThere(address) ? this.part.read(address % NEXT_BUS, count) : undefined;
  }

  private isThere(address: number): boolean {
    return Math.floor(address / NEXT_BUS) === this.number;
  }
}

/** What is on a line that two parts pull low at their own bits. */
export function wiredAnd(first: string, second: string): string {
  return [...first]
    .map((byte, i) =>
      String.fromCharCode(byte.charCodeAt(0) & (i < second.length ? second.charCodeAt(i) : 255)),
    )
    .join("");
}
