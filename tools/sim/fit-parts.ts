// Parts on the lines of a simulated device: for each of its roles the model that answers its driver, found by the part's
// wire and fields. What no surroundings say rests at a sensible value, so that every device has something to measure.
import type { DeviceDeclaration } from "../../src/device/device.ts";
import type { Ads1115 } from "../../src/drivers/ads1115.ts";
import type { AnalogPercent } from "../../src/drivers/analog-percent.ts";
import type { Battery } from "../../src/drivers/battery.ts";
import type { Contact } from "../../src/drivers/contact.ts";
import type { Ds18b20 } from "../../src/drivers/ds18b20.ts";
import type { Pir } from "../../src/drivers/pir.ts";
import type { PulseMeter } from "../../src/drivers/pulse-meter.ts";
import type { Sht3x } from "../../src/drivers/sht3x.ts";
import type { Part } from "../../src/reading/part.ts";
import { createLines, type Lines } from "./circuit.ts";
import type { Timers } from "./clock.ts";
import { createAds1115 } from "./parts/ads1115.ts";
import { createBh1750 } from "./parts/bh1750.ts";
import { createBme280 } from "./parts/bme280.ts";
import { type ContactModel, createContact } from "./parts/contact.ts";
import { createDs18b20 } from "./parts/ds18b20.ts";
import { createI2cBus } from "./parts/i2c-bus.ts";
import { createOneWireBus, type OneWirePart } from "./parts/one-wire-bus.ts";
import { createPir, type PirModel } from "./parts/pir.ts";
import { createPulseOutput } from "./parts/pulse-output.ts";
import { type Air, createSht3x } from "./parts/sht3x.ts";
import { createBattery, createVoltage } from "./parts/voltages.ts";
import type { I2cBus } from "./world.ts";

/** What is around a part. Each is looked at when the part measures. */
export interface Around {
  air: () => Air;
  lux: () => number;
  /** 0 to 1 of an analog part's range: how wet the soil is, how much light there is. */
  share: () => number;
  millivolts: () => number;
  /** What flows through a meter: units (kWh, m³) an hour. */
  flow: () => number;
  /** The part itself, where its driver is one of your own on I2C: it answers at its address, and at no other. */
  i2c: I2cBus;
}

/** What is around the parts, by role. */
export type Surroundings = Readonly<Record<string, Partial<Around>>>;

/** A device's parts, as those around it move them. */
export interface FittedParts {
  circuit: Lines;
  i2c: I2cBus;
  /** Contacts and buttons by role; closed joins the line to ground. Probes and detectors are contacts too. */
  contacts: ReadonlyMap<string, ContactModel>;
  motionDetectors: ReadonlyMap<string, PirModel>;
}

const AT_REST = {
  air: () => ({ celsius: 20, humidity: 50 }),
  lux: () => 200,
  share: () => 0.5,
  flow: () => 0.3,
};
const FULL_SCALE_MV = 3300;

/** Fits a part to each role of the device that measures. What is driven needs none: its lines tell whoever looks. */
export function fitParts(
  { sensors = [] }: DeviceDeclaration,
  timers: Timers,
  surroundings: Surroundings = {},
): FittedParts {
  const circuit = createLines();
  const onI2c: I2cBus[] = [];
  const onOneWire = new Map<string, OneWirePart[]>();
  const contacts = new Map<string, ContactModel>();
  const motionDetectors = new Map<string, PirModel>();

  for (const part of new Set(sensors.map(({ quantity }) => quantity.part))) {
    const { role, wire } = part;
    const around = { ...AT_REST, ...surroundings[role] };
    if (wire === "i2c") onI2c.push(i2cPart(part, timers, around));
    if (wire === "one-wire")
      onOneWire.set(role, [...(onOneWire.get(role) ?? []), thermometer(part as Ds18b20, timers, around)]);
    if (wire === "input" && isPir(part))
      motionDetectors.set(role, createPir({ lines: circuit, pin: role, after: timers.after }));
    else if (wire === "input") contacts.set(role, contactAtRest(part as Contact, timers, circuit));
    if (wire === "pulses")
      createPulseOutput({
        ...timers,
        lines: circuit,
        pin: role,
        perUnit: (part as PulseMeter).perUnit,
        flow: around.flow,
      });
    if (wire === "analog") feed(part, circuit, around);
  }
  for (const [role, parts] of onOneWire) circuit.attachOneWire(role, createOneWireBus(parts));
  return { circuit, i2c: createI2cBus(onI2c), contacts, motionDetectors };
}

type Known = typeof AT_REST & Partial<Around>;

/** A driver is known by what it measures. */
function i2cPart(part: Part, { now }: Timers, { air, lux, share, millivolts, i2c }: Known): I2cBus {
  if (i2c !== undefined) return i2c;
  const address = (part as Sht3x).busAddress;
  if ("pressure" in part) return createBme280({ address, now, air });
  if ("illuminance" in part) return createBh1750({ address, now, lux });
  if ("inputs" in (part as Part & Partial<Ads1115>))
    return createAds1115({ address, now, millivolts: millivolts ?? (() => share() * FULL_SCALE_MV) });
  return createSht3x({ address, now, air });
}

/** With several on one line, the device names each by its code: family, serial number, checksum. */
function thermometer({ address }: Ds18b20, { now }: Timers, { air }: Known): OneWirePart {
  const serial = address.length > 8 ? address.slice(2, 8) : undefined;
  return createDs18b20({ now, celsius: () => air().celsius, ...(serial === undefined ? {} : { serial }) });
}

function isPir(part: Part): part is Pir {
  return "warmUpMs" in part;
}

/** The contact whose line has the level that its driver reads as 0: shut, dry, quiet, not pressed. */
function contactAtRest({ role, pulledUp, onLevel }: Contact, { after }: Timers, lines: Lines): ContactModel {
  const activeHigh = !pulledUp;
  const isClosed = (onLevel === 0) === activeHigh;
  return createContact({ lines, pin: role, after, activeHigh, isClosed });
}

function feed(part: Part, lines: Lines, { share, millivolts }: Known): void {
  const { role: pin } = part;
  if ("upper" in part) {
    const { upper, lower, empty, full } = part as Battery;
    const fallback = () => empty + 0.9 * (full - empty);
    createBattery({ lines, pin, upper, lower }, millivolts ?? fallback);
  } else if ("none" in part) {
    const { none, full } = part as AnalogPercent;
    createVoltage({ lines, pin }, millivolts ?? (() => none + share() * (full - none)));
  } else createVoltage({ lines, pin }, millivolts ?? (() => share() * FULL_SCALE_MV));
}
