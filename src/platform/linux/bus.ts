// The I2C buses of the machine, by `i2ctransfer`: a start, a transfer, a stop, as one call.
import { NEXT_BUS } from "../../ports/i2c.ts";
import type { I2cBus } from "../node/world.ts";
import type { RunProgram } from "./programs.ts";

/**
 * `buses`: their numbers, as in /dev/i2c-1; `address` = bus index × NEXT_BUS + address. What is not
 * acknowledged makes the program fail.
 */
export function linuxBuses(buses: readonly number[], run: RunProgram): I2cBus {
  const transfer = (address: number, direction: string, ...bytes: readonly string[]) => {
    const bus = buses[Math.floor(address / NEXT_BUS)];
    return run("i2ctransfer", ["-y", `${bus}`, `${direction}@${hexadecimal(address % NEXT_BUS)}`, ...bytes]);
  };
  return {
    write: (address, bytes) =>
      transfer(address, `w${bytes.length}`, ...[...bytes].map(byteText)) !== undefined,
    read(address, count) {
      const answer = transfer(address, `r${count}`);
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
