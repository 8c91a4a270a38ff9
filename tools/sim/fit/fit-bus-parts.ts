// Parts on the I2C bus and on one-wire lines of a simulated device.

import type { I2cPart } from "../../../src/drivers/i2c-part.ts";
import { ANALOG_MILLIVOLTS } from "../../../src/features.ts";
import type { Lines } from "../../../src/platform/node/circuit.ts";
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { I2cBus } from "../../../src/platform/node/world.ts";
import type { Part } from "../../../src/reading/part.ts";
import { type Known, USUAL_AROUND } from "../parts/around.ts";
import { createDs18b20 } from "../parts/ds18b20.ts";
import type { Pca9685Model } from "../parts/i2c/pca9685.ts";
import type { I2cModel } from "../parts/i2c-model.ts";
import { i2cModels } from "../parts/i2c-models.ts";
import { createOneWireBus, type OneWirePart } from "../parts/one-wire-bus.ts";

/**
 * The parts that measure on I2C, or look after outputs there, with their roles. Boards of outputs are put
 * into `pwmBoards` by role.
 */
export function fitI2cParts(
  parts: readonly Part[],
  timers: Timers,
  around: (part: Part) => Known,
  pwmBoards = new Map<string, Pca9685Model>(),
): { role: string; part: I2cBus }[] {
  return parts
    .filter(({ wire }) => wire === "i2c")
    .flatMap((part) =>
      i2cPart(part, timers, around(part), pwmBoards).map((bus) => ({ role: part.role, part: bus })),
    );
}

/** Puts the thermometers of each role onto its line. */
export function fitOneWireParts(
  parts: readonly Part[],
  timers: Timers,
  lines: Lines,
  around: (part: Part) => Known,
): void {
  const onLines = new Map<string, OneWirePart[]>();
  const onOneWire = parts.filter(({ wire }) => wire === "one-wire");
  for (const [others, part] of onOneWire.entries())
    onLines.set(part.role, [
      ...(onLines.get(part.role) ?? []),
      thermometer(part, timers, around(part), others),
    ]);
  for (const [role, onLine] of onLines) lines.attachOneWire(role, createOneWireBus(onLine));
}

/** What answers for it: what its surroundings say, the model of its chip, or nothing. */
function i2cPart(part: Part, { now }: Timers, around: Known, pwmBoards: Map<string, Pca9685Model>): I2cBus[] {
  const { i2c, answers } = around;
  const millivolts = (input: number) => around.millivolts?.(input) ?? around.share() * ANALOG_MILLIVOLTS;
  const { busAddress } = part as I2cPart;
  const bus = i2c ?? modelOf(part)?.answerFor({ ...around, part, address: busAddress, now, millivolts });
  if (bus === undefined) return [];
  if (part.chip === "PCA9685" && i2c === undefined) pwmBoards.set(part.role, bus as Pca9685Model);
  return [answers === USUAL_AROUND.answers ? bus : new AnsweringPart(bus, answers)];
}

/** A part that answers at some times only. */
class AnsweringPart implements I2cBus {
  private readonly bus: I2cBus;
  private readonly answers: () => boolean;

  constructor(bus: I2cBus, answers: () => boolean) {
    this.bus = bus;
    this.answers = answers;
  }

  write(address: number, bytes: string): boolean {
    return this.answers() && this.bus.write(address, bytes);
  }

  read(address: number, count: number): string | undefined {
    return this.answers() ? this.bus.read(address, count) : undefined;
  }
}

/** The model of its chip, where there is one. */
export function modelOf({ chip }: Part): I2cModel | undefined {
  return i2cModels().find((model) => model.chip === chip);
}

/**
 * It has the code that the device calls it by (family, serial number, checksum), or one that no other part
 * has.
 */
function thermometer({ rom }: Part, { now }: Timers, { air, answers }: Known, others: number): OneWirePart {
  const serial = rom === undefined ? `ringm${String.fromCharCode(others)}` : rom.slice(1, 7);
  return { ...createDs18b20({ now, celsius: () => air().celsius, serial }), isThere: answers };
}
