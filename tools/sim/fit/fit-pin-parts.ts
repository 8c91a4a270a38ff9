// Parts with pins of their own on a simulated device: contacts, detectors, meters, knobs, and parts asked by edges or the SPI.
import type { Contact } from "../../../src/drivers/contact.ts";
import type { Hlw8012 } from "../../../src/drivers/hlw8012.ts";
import type { Hx711 } from "../../../src/drivers/hx711.ts";
import type { PulseMeter } from "../../../src/drivers/pulse-meter.ts";
import type { Lines } from "../../../src/platform/node/circuit.ts";
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { Part } from "../../../src/reading/part.ts";
import type { Known } from "../parts/around.ts";
import {
  type ContactModel,
  createContact,
  createRotaryEncoder,
  type RotaryEncoderModel,
} from "../parts/contact.ts";
import { createDht22, type Dht22Model } from "../parts/dht22.ts";
import { createHcSr04, type HcSr04Model } from "../parts/hc-sr04.ts";
import { createHlw8012, type Hlw8012Model, wiredAs } from "../parts/hlw8012.ts";
import { createHx711, type Hx711Model } from "../parts/hx711.ts";
import { createIrRemote, type IrRemoteModel } from "../parts/ir-remote.ts";
import { createMax31855, type Max31855Model } from "../parts/max31855.ts";
import { createPir, type PirModel } from "../parts/pir.ts";
import { createPulseOutput } from "../parts/pulse-output.ts";

/** The models of a device's parts with pins of their own, by role. */
export interface PinParts {
  /** Contacts and buttons; closed joins the line to ground. Probes and detectors are contacts too. */
  contacts: ReadonlyMap<string, ContactModel>;
  motionDetectors: ReadonlyMap<string, PirModel>;
  dhts: ReadonlyMap<string, Dht22Model>;
  /** Sensors of distance. */
  rangers: ReadonlyMap<string, HcSr04Model>;
  /** Amplifiers of load cells. */
  scales: ReadonlyMap<string, Hx711Model>;
  /** Meters at the mains. */
  mains: ReadonlyMap<string, Hlw8012Model>;
  /** Rotary encoders. */
  knobs: ReadonlyMap<string, RotaryEncoderModel>;
  /** Infrared remotes, by the role of the receiver. */
  remotes: ReadonlyMap<string, IrRemoteModel>;
  /** Converters of thermocouples. */
  thermocouples: ReadonlyMap<string, Max31855Model>;
}

export const IR_RECEIVER = "infrared receiver";

/** Fits the models. A meter gives its pulses, and is not asked for. */
export function fitPinParts(
  parts: readonly Part[],
  timers: Timers,
  lines: Lines,
  around: (part: Part) => Known,
): PinParts {
  const { after } = timers;
  const contacts = new Map<string, ContactModel>();
  const motionDetectors = new Map<string, PirModel>();
  const dhts = new Map<string, Dht22Model>();
  const rangers = new Map<string, HcSr04Model>();
  const scales = new Map<string, Hx711Model>();
  const mains = new Map<string, Hlw8012Model>();
  const knobs = new Map<string, RotaryEncoderModel>();
  const remotes = new Map<string, IrRemoteModel>();
  const thermocouples = new Map<string, Max31855Model>();
  for (const part of parts) {
    const { role, wire, chip } = part;
    const known = around(part);
    if (wire === "input" && chip === "PIR") motionDetectors.set(role, createPir({ lines, pin: role, after }));
    else if (wire === "input") contacts.set(role, contactAtRest(part as Contact, timers, lines));
    if (wire === "pulses") {
      const { perUnit } = part as Partial<PulseMeter>;
      // One of one's own that says no more than its wire rests, until it is simulated.
      if (perUnit !== undefined)
        createPulseOutput({ ...timers, lines, pin: role, perUnit, flow: known.flow });
    }
    if (wire === "dht" && chip === "DHT22") dhts.set(role, hygrometer(role, timers, lines, known));
    if (wire === "edges" && chip === IR_RECEIVER) remotes.set(role, remote(role, timers, lines, known));
    if (wire !== "pins") continue;
    if (chip === "HC-SR04") rangers.set(role, ranger(role, timers, lines, known));
    if (chip === "HX711") scales.set(role, scale(part as Hx711, timers, lines, known));
    if (chip === "HLW8012")
      mains.set(role, createHlw8012({ ...wiredAs(part as Hlw8012), ...timers, lines, mains: known.mains }));
    if (chip === "MAX31855") thermocouples.set(role, thermocouple(role, timers, lines, known));
    if (chip === "rotary encoder")
      knobs.set(role, createRotaryEncoder({ lines, clk: `${role}.clk`, dt: `${role}.dt`, after }));
  }
  return { contacts, motionDetectors, dhts, rangers, scales, mains, knobs, remotes, thermocouples };
}

/** The contact whose line has the level that its driver reads as 0: shut, dry, quiet, not pressed. */
function contactAtRest({ role, pulledUp, onLevel }: Contact, { after }: Timers, lines: Lines): ContactModel {
  const activeHigh = !pulledUp;
  const isClosed = (onLevel === 0) === activeHigh;
  return createContact({ lines, pin: role, after, activeHigh, isClosed });
}

/** Its line stands high while it does not answer. */
function hygrometer(role: string, { now }: Timers, lines: Lines, { air, answers }: Known): Dht22Model {
  const attachDht: Lines["attachDht"] = (pin, falls) =>
    lines.attachDht(pin, (lowMs) => (answers() ? falls(lowMs) : []));
  return createDht22({ lines: { attachDht }, pin: role, now, air });
}

/** Its echo reaches the device only while it answers. */
function ranger(role: string, timers: Timers, lines: Lines, { distance, answers }: Known): HcSr04Model {
  const drive = (...driven: Parameters<Lines["drive"]>) => {
    if (answers()) lines.drive(...driven);
  };
  return createHcSr04({
    lines: { drive, whenWritten: (pin, told) => lines.whenWritten(pin, told) },
    trigger: `${role}.trigger`,
    echo: `${role}.echo`,
    ...timers,
    centimetres: distance,
  });
}

/** Its data stands high while it does not answer. */
function scale(
  { role, zero, perKilogram }: Hx711,
  { now, after }: Timers,
  lines: Lines,
  { weight, answers }: Known,
): Hx711Model {
  return createHx711({
    lines: {
      drive: (pin, level) => lines.drive(pin, answers() ? level : 1),
      whenWritten: (pin, told) => lines.whenWritten(pin, told),
    },
    data: `${role}.data`,
    clock: `${role}.clock`,
    now,
    after,
    counts: () => zero + (weight() * perKilogram) / 1000,
  });
}

/** Its presses reach the device only while the receiver answers. */
function remote(role: string, { after }: Timers, lines: Lines, { answers }: Known): IrRemoteModel {
  const drive = (...driven: Parameters<Lines["drive"]>) => {
    if (answers()) lines.drive(...driven);
  };
  return createIrRemote({ lines: { drive }, pin: role, after });
}

/** Its line stands high while it does not answer. */
function thermocouple(role: string, { now }: Timers, lines: Lines, around: Known): Max31855Model {
  const { tip, air, answers } = around;
  const attachSpi: Lines["attachSpi"] = (cs, answer) =>
    lines.attachSpi(cs, (bytes) => (answers() ? answer(bytes) : "\xff".repeat(bytes.length)));
  return createMax31855({
    lines: { attachSpi, whenWritten: (pin, told) => lines.whenWritten(pin, told) },
    cs: `${role}.cs`,
    now,
    tip,
    internal: () => air().celsius,
  });
}
