// Parts with pins of their own on a simulated device: contacts, detectors, meters, knobs, and parts asked by
// edges or the SPI.
import type { Contact } from "../../../src/drivers/contact.ts";
import type { Hlw8012 } from "../../../src/drivers/hlw8012.ts";
import type { Hx711 } from "../../../src/drivers/hx711.ts";
import type { PulseCounter } from "../../../src/drivers/pulse-counter.ts";
import type { PulseMeter } from "../../../src/drivers/pulse-meter.ts";
import type { Lines } from "../../../src/platform/node/circuit.ts";
import {
  type ContactModel,
  createContact,
  createRotaryEncoder,
  type RotaryEncoderModel,
} from "../parts/contact.ts";
import { createDht22, type Dht22Model } from "../parts/dht22.ts";
import { createHcSr04, type HcSr04Model } from "../parts/hc-sr04.ts";
import { createHlw8012, wiredAs } from "../parts/hlw8012.ts";
import { createHx711, type Hx711Model } from "../parts/hx711.ts";
import { createIrRemote, type IrRemoteModel } from "../parts/ir-remote.ts";
import { createMax31855, type Max31855Model } from "../parts/max31855.ts";
import { createPir, type PirModel } from "../parts/pir.ts";
import { createPulseOutput } from "../parts/pulse-output.ts";
import { type ChipPlace, type Chips, type FittedBy, fitChips } from "./chips.ts";

export const IR_RECEIVER = "infrared receiver";

export const PIN_CHIPS = {
  PIR: {
    among: "motionDetectors",
    wire: "input",
    fit: ({ lines, role, timers: { after } }: ChipPlace) => createPir({ lines, pin: role, after }),
  },
  DHT22: { among: "dhts", wire: "dht", fit: hygrometer },
  [IR_RECEIVER]: { among: "remotes", wire: "edges", fit: remote },
  "HC-SR04": { among: "rangers", wire: "pins", fit: ranger },
  HX711: { among: "scales", wire: "pins", fit: scale },
  HLW8012: {
    among: "mains",
    wire: "pins",
    fit: ({ part, timers, lines, around: { mains } }: ChipPlace) =>
      createHlw8012({ ...wiredAs(part as Hlw8012), ...timers, lines, mains }),
  },
  MAX31855: { among: "thermocouples", wire: "pins", fit: thermocouple },
  "rotary encoder": {
    among: "knobs",
    wire: "pins",
    fit: ({ lines, role, timers: { after } }: ChipPlace) =>
      createRotaryEncoder({ lines, clk: `${role}.clk`, dt: `${role}.dt`, after }),
  },
} as const satisfies Chips;

/** The models of those parts that people move, by role. */
export interface MovedParts {
  /**
   * Contacts and buttons; closed drives the line to the level that means closed: ground where it is pulled
   * up. Probes and detectors are contacts too.
   */
  contacts: ReadonlyMap<string, ContactModel>;
  motionDetectors: ReadonlyMap<string, PirModel>;
  /** Rotary encoders. */
  knobs: ReadonlyMap<string, RotaryEncoderModel>;
  /** Infrared remotes, by the role of the receiver. */
  remotes: ReadonlyMap<string, IrRemoteModel>;
}

/** The models of a device's parts with pins of their own, by role. */
export type PinParts = FittedBy<typeof PIN_CHIPS> & MovedParts;

/** Fits the models. A meter gives its pulses, and is not asked for. */
export function fitPinParts(places: readonly ChipPlace[]): PinParts {
  const contacts = places.filter(({ part }) => part.wire === "input" && part.chip !== "PIR");
  for (const place of places) if (place.part.wire === "pulses") givePulses(place);
  return {
    ...fitChips(PIN_CHIPS, places),
    contacts: new Map(contacts.map((place) => [place.role, contactAtRest(place)])),
  };
}

/** A user's own part without `perUnit` or `portion` gives no pulses. */
function givePulses({ part, role, timers, lines, around: { flow } }: ChipPlace): void {
  const at = { ...timers, lines, pin: role };
  const { perUnit } = part as Partial<PulseMeter>;
  const { portion } = part as Partial<PulseCounter>;
  if (perUnit !== undefined) createPulseOutput({ ...at, perUnit, flow });
  if (portion !== undefined) createPulseOutput({ ...at, ...countedBy(part as PulseCounter, flow) });
}

/**
 * Units flow in the time that its author chose; a pulse is as short as the counter allows, as two to the turn
 * of a wind cup are.
 */
function countedBy({ portion, share, perMs, debounceMs, total }: PulseCounter, flow: () => number) {
  return {
    perUnit: (share * 10 ** total.decimals) / portion,
    flow: () => (flow() * 3_600_000) / perMs,
    pulseMs: debounceMs + 1,
  };
}

/** The contact whose line has the level that its driver reads as 0: shut, dry, quiet, not pressed. */
function contactAtRest({ part, role, timers: { after }, lines }: ChipPlace): ContactModel {
  const { pulledUp, onLevel } = part as Contact;
  const activeHigh = !pulledUp;
  const isClosed = (onLevel === 0) === activeHigh;
  return createContact({ lines, pin: role, after, activeHigh, isClosed });
}

/** Its line stands high while it does not answer. */
function hygrometer({ role, timers: { now }, lines, around: { air, answers } }: ChipPlace): Dht22Model {
  const attachDht: Lines["attachDht"] = (pin, falls) =>
    lines.attachDht(pin, (lowMs) => (answers() ? falls(lowMs) : []));
  return createDht22({ lines: { attachDht }, pin: role, now, air });
}

/** Its echo reaches the device only while it answers. */
function ranger({ role, timers, lines, around: { distance, answers } }: ChipPlace): HcSr04Model {
  const drive = (...driven: Parameters<Lines["drive"]>) => {
    if (answers()) lines.drive(...driven);
  };
  return createHcSr04({
    lines: { drive, whenWritten: (pin, listener) => lines.whenWritten(pin, listener) },
    trigger: `${role}.trigger`,
    echo: `${role}.echo`,
    ...timers,
    centimetres: distance,
  });
}

/** Its data stands high while it does not answer. */
function scale({
  part,
  role,
  timers: { now, after },
  lines,
  around: { weight, answers },
}: ChipPlace): Hx711Model {
  const { zero, perKilogram } = part as Hx711;
  return createHx711({
    lines: {
      drive: (pin, level) => lines.drive(pin, answers() ? level : 1),
      whenWritten: (pin, listener) => lines.whenWritten(pin, listener),
    },
    data: `${role}.data`,
    clock: `${role}.clock`,
    now,
    after,
    counts: () => zero + (weight() * perKilogram) / 1000,
  });
}

/** Its presses reach the device only while the receiver answers. */
function remote({ role, timers: { after }, lines, around: { answers } }: ChipPlace): IrRemoteModel {
  const drive = (...driven: Parameters<Lines["drive"]>) => {
    if (answers()) lines.drive(...driven);
  };
  return createIrRemote({ lines: { drive }, pin: role, after });
}

/** Its line stands high while it does not answer. */
function thermocouple({ role, timers: { now }, lines, around }: ChipPlace): Max31855Model {
  const { tip, air, answers } = around;
  const attachSpi: Lines["attachSpi"] = (cs, answer) =>
    lines.attachSpi(cs, (bytes) => (answers() ? answer(bytes) : "\xff".repeat(bytes.length)));
  return createMax31855({
    lines: { attachSpi, whenWritten: (pin, listener) => lines.whenWritten(pin, listener) },
    cs: `${role}.cs`,
    now,
    tip,
    internal: () => air().celsius,
  });
}
