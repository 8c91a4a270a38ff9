// Drivers that know the bytes on a UART: each driver's own part is given them, and asks its own question.
import type { UartPart } from "../../src/drivers/uart-part.ts";
import type { Ports } from "../../src/ports/ports.ts";
import type { Wires } from "../../src/reading/part.ts";
import { driverParts } from "./driver-parts.ts";
import type { UartDriver } from "./uart-search.ts";

/** A driver's answer for bytes without a sound frame of its own. */
const UNKNOWN: readonly string[] = ["no answer", "noise", "cut frame", "bad checksum"];

export async function uartDrivers(): Promise<UartDriver[]> {
  return (await driverParts()).flatMap(([name, part]) => (isOnUart(part) ? [driverOf(name, part)] : []));
}

function isOnUart(part: object): part is UartPart {
  return "wire" in part && part.wire === "uart";
}

function driverOf(name: string, part: UartPart): UartDriver {
  let said = "";
  let heard = "";
  const ports: Partial<Ports> = {
    uart: {
      setUp: () => 0,
      write(_, bytes) {
        said += bytes;
      },
      take: () => heard,
    },
    milliseconds: () => 0,
  };
  part.begin(part, ports as Ports, {} as Wires);
  const rates = part.given?.find(({ what }) => what === "bits a second");
  return {
    name,
    speaksAt: (baud) =>
      rates === undefined ? baud === part.baud : baud >= rates.least && baud <= rates.most,
    asks() {
      said = "";
      const ms = part.request(part);
      return { question: said, ms };
    },
    knows(bytes) {
      heard = bytes;
      return !UNKNOWN.includes(part.collect(part));
    },
  };
}
