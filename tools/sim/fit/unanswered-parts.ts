// Parts of a device that nothing in the simulator answers for, in words.
import { measuringParts } from "../../../src/checks/measuring-parts.ts";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import type { PinKind } from "../../../src/reading/part.ts";
import { needsOf } from "../../image/wiring/named-pins.ts";
import type { Surroundings } from "../parts/around.ts";
import { i2cModels } from "../parts/i2c-models.ts";
import { modelOf } from "./fit-bus-parts.ts";
import { PIN_CHIPS } from "./fit-pin-parts.ts";
import { UART_CHIPS } from "./fit-uart-parts.ts";

/** A sentence for each part on I2C that has no model, and that nothing simulates. */
export function unansweredParts(declaration: DeviceDeclaration, surroundings: Surroundings = {}): string[] {
  return measuringParts(declaration)
    .filter((part) => part.wire === "i2c" && modelOf(part) === undefined)
    .filter(({ role }) => surroundings[role]?.i2c === undefined)
    .map(
      ({ role }) =>
        `Nothing answers for "${role}": no model on I2C is known for its driver. Known are: ${i2cModels()
          .map(({ chip }) => chip)
          .join(
            ", ",
          )}. A trial takes what you say that it is, as around: { ${JSON.stringify(role)}: { i2c } }.`,
    );
}

/**
 * A sentence for each part on a UART, on the SPI or with timed edges that has no model, and that nothing
 * simulates.
 */
export function silentParts(declaration: DeviceDeclaration, surroundings: Surroundings = {}): string[] {
  return measuringParts(declaration).flatMap((part) => {
    const { role, chip = "" } = part;
    if (Object.hasOwn(UART_CHIPS, chip) || Object.hasOwn(PIN_CHIPS, chip)) return [];
    const kinds = needsOf(part).map(({ kind }) => kind);
    const cure = HOW_TO_ANSWER.find(({ kind }) => kinds.includes(kind));
    if (cure === undefined || surroundings[role]?.simulate !== undefined) return [];
    return [
      `Nothing answers for "${role}" ${cure.where}: no model is known for its driver. Let ${JSON.stringify(role)}: { simulate } answer by ${cure.answer}: around it in a trial, or in around.ts beside device.ts.`,
    ];
  });
}

const HOW_TO_ANSWER: readonly { kind: PinKind; where: string; answer: string }[] = [
  { kind: "rx", where: "on its UART", answer: "circuit.whenSent and circuit.send" },
  { kind: "cs", where: "on the SPI", answer: "circuit.attachSpi" },
  { kind: "dht", where: "on its data line", answer: "circuit.attachDht" },
  { kind: "hx711", where: "on its two lines", answer: "circuit.whenWritten and circuit.drive" },
  { kind: "edges", where: "by edges", answer: "circuit.drive" },
];
