// The I2C bus of the machine, by `i2ctransfer`: a start, a transfer, a stop, as one call.
import type { I2cBus } from "../node/world.ts";
import type { RunProgram } from "./programs.ts";

/** `bus`: its number, as in /dev/i2c-1. What is not acknowledged makes the program fail. */
export function linuxBus(bus: number, run: RunProgram): I2cBus {
  const transfer = (...message: readonly string[]) => run("i2ctransfer", ["-y", `${bus}`, ...message]);
  return {
    write: (address, bytes) =>
      transfer(`w${bytes.length}@${hexadecimal(address)}`, ...[...bytes].map(byteText)) !== undefined,
    read(address, count) {
      const answer = transfer(`r${count}@${hexadecimal(address)}`);
      const bytes = answer?.trim().split(/\s+/).map(Number) ?? [];
      return bytes.length === count && bytes.every(isByte) ? String.fromCharCode(...bytes) : undefined;
    },
  };
}

function byteText(byte: string): string {
  return hexadecimal(byte.charCodeAt(0));
}

function hexadecimal(value: number): string {
  return `0x${value.toString(16).padStart(2, "0")}`;
}

function isByte(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 255;
}
