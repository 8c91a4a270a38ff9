// Parts on the lines of a simulated device: for each of its roles the model that answers its driver, found by the part's
// wire and chip. What no surroundings say rests at a sensible value, so that every device has something to measure.
import { measuringParts } from "../../src/checks/measuring-parts.ts";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import type { Acs712 } from "../../src/drivers/acs712.ts";
import type { AnalogPercent } from "../../src/drivers/analog-percent.ts";
import type { Battery } from "../../src/drivers/battery.ts";
import type { Contact } from "../../src/drivers/contact.ts";
import type { Hc595Output } from "../../src/drivers/hc595.ts";
import type { I2cPart } from "../../src/drivers/i2c-part.ts";
import type { Ntc } from "../../src/drivers/ntc.ts";
import type { PulseMeter } from "../../src/drivers/pulse-meter.ts";
import type { Ssd1306 } from "../../src/drivers/ssd1306.ts";
import { ANALOG_MILLIVOLTS } from "../../src/features.ts";
import { createLines, type Lines } from "../../src/platform/node/circuit.ts";
import type { Timers } from "../../src/platform/node/timers.ts";
import type { I2cBus } from "../../src/platform/node/world.ts";
import type { Part, PinKind } from "../../src/reading/part.ts";
import { needsOf } from "../image/named-pins.ts";
import { fitUartParts, type Known, UART_CHIPS, type UartParts } from "./fit-uart-parts.ts";
import { type Around, AT_REST, type Touched } from "./parts/around.ts";
import {
  type ContactModel,
  createContact,
  createRotaryEncoder,
  type RotaryEncoderModel,
} from "./parts/contact.ts";
import { createDht22, type Dht22Model } from "./parts/dht22.ts";
import { createDs18b20 } from "./parts/ds18b20.ts";
import { createHcSr04, type HcSr04Model } from "./parts/hc-sr04.ts";
import { createHc595, type Hc595Model } from "./parts/hc595.ts";
import { createI2cBus } from "./parts/i2c-bus.ts";
import type { I2cModel } from "./parts/i2c-model.ts";
import { i2cModels } from "./parts/i2c-models.ts";
import { createIrRemote, type IrRemoteModel } from "./parts/ir-remote.ts";
import { createMax31855, type Max31855Model } from "./parts/max31855.ts";
import { hexadecimal } from "./parts/misuses.ts";
import { createOneWireBus, type OneWirePart } from "./parts/one-wire-bus.ts";
import { createPir, type PirModel } from "./parts/pir.ts";
import { createPulseOutput } from "./parts/pulse-output.ts";
import { createSsd1306, type Ssd1306Model } from "./parts/ssd1306.ts";
import { createStepperMotor, type StepperMotorModel } from "./parts/stepper-motor.ts";
import { countsAt, createAcs712, createBattery, createThermistor, createVoltage } from "./parts/voltages.ts";
import { createWs2812, type Ws2812Model } from "./parts/ws2812.ts";

/** What is around the parts, by role. */
export type Surroundings = Readonly<Record<string, Partial<Around>>>;

/** A device's parts, as those around it move them. */
export interface FittedParts extends UartParts {
  circuit: Lines;
  /** One bus for all of them. Two parts at one address are wire-ANDed, as on real wires: that is no error here. */
  i2c: I2cBus;
  /** Parts of one's own by role, each as what hears the words that touch it. */
  simulated: ReadonlyMap<string, readonly Touched[]>;
  /** Contacts and buttons by role; closed joins the line to ground. Probes and detectors are contacts too. */
  contacts: ReadonlyMap<string, ContactModel>;
  motionDetectors: ReadonlyMap<string, PirModel>;
  /** DHT22s by role. */
  dhts: ReadonlyMap<string, Dht22Model>;
  /** Sensors of distance by role. */
  rangers: ReadonlyMap<string, HcSr04Model>;
  /** Rotary encoders by role. */
  knobs: ReadonlyMap<string, RotaryEncoderModel>;
  /** Infrared remotes, by the role of the receiver. */
  remotes: ReadonlyMap<string, IrRemoteModel>;
  /** Converters of thermocouples by role. */
  thermocouples: ReadonlyMap<string, Max31855Model>;
  /** Strips of LEDs by role. */
  strips: ReadonlyMap<string, Ws2812Model>;
  /** Stepper motors by role. */
  steppers: ReadonlyMap<string, StepperMotorModel>;
  /** Shift registers by role. */
  shiftRegisters: ReadonlyMap<string, Hc595Model>;
  /** Displays by role. */
  displays: ReadonlyMap<string, Ssd1306Model>;
}

const IR_RECEIVER = "infrared receiver";

/** Fits a part to each role of the device that measures, strips of LEDs, steppers, shift registers and displays. What else is driven needs none: its lines tell whoever looks. */
export function fitParts(
  declaration: DeviceDeclaration,
  timers: Timers,
  surroundings: Surroundings = {},
): FittedParts {
  const circuit = createLines();
  const onI2c: I2cBus[] = [];
  const onOneWire = new Map<string, OneWirePart[]>();
  const contacts = new Map<string, ContactModel>();
  const motionDetectors = new Map<string, PirModel>();
  const simulated = new Map<string, Touched[]>();
  const aroundPart = ({ role }: Part): Known => ({ ...AT_REST, ...surroundings[role] });
  const dhts = new Map<string, Dht22Model>();
  const rangers = new Map<string, HcSr04Model>();
  const remotes = new Map<string, IrRemoteModel>();
  const thermocouples = new Map<string, Max31855Model>();
  const knobs = new Map<string, RotaryEncoderModel>();

  for (const part of measuringParts(declaration)) {
    const { role, wire } = part;
    const around = aroundPart(part);
    if (around.simulate !== undefined) simulated.set(role, simulatedBy(around.simulate, circuit, timers));
    if (wire === "i2c") onI2c.push(...i2cPart(part, timers, around));
    if (wire === "one-wire")
      onOneWire.set(role, [
        ...(onOneWire.get(role) ?? []),
        thermometer(part, timers, around, [...onOneWire.values()].flat().length),
      ]);
    if (wire === "input" && part.chip === "PIR")
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
    if (wire === "dht" && part.chip === "DHT22") dhts.set(role, hygrometer(role, timers, circuit, around));
    if (wire === "pins" && part.chip === "HC-SR04") rangers.set(role, ranger(role, timers, circuit, around));
    if (wire === "edges" && part.chip === IR_RECEIVER)
      remotes.set(role, remote(role, timers, circuit, around));
    if (wire === "pins" && part.chip === "MAX31855")
      thermocouples.set(role, thermocouple(role, timers, circuit, around));
    if (wire === "pins" && part.chip === "rotary encoder")
      knobs.set(
        role,
        createRotaryEncoder({ lines: circuit, clk: `${role}.clk`, dt: `${role}.dt`, after: timers.after }),
      );
    if (wire === "analog") feed(part, circuit, around);
  }
  const displays = displaysOf(declaration);
  onI2c.push(...displays.values());
  for (const [role, parts] of onOneWire) circuit.attachOneWire(role, createOneWireBus(parts));
  return {
    circuit,
    i2c: createI2cBus(onI2c),
    simulated,
    contacts,
    motionDetectors,
    ...fitUartParts(measuringParts(declaration), timers, circuit, aroundPart),
    dhts,
    rangers,
    remotes,
    thermocouples,
    knobs,
    strips: stripsOf(declaration, circuit),
    steppers: steppersOf(declaration, timers, circuit),
    shiftRegisters: shiftRegistersOf(declaration, circuit),
    displays,
  };
}

/** Puts a part of one's own onto its lines. Returns what hears the words that touch it. */
function simulatedBy(simulate: Around["simulate"], circuit: Lines, { now, after }: Timers): Touched[] {
  const touched: Touched[] = [];
  simulate({
    circuit,
    now,
    after,
    whenTouched: (then) => void touched.push(then),
    every(ms, then) {
      if (!(ms >= 1)) throw new Error(`A simulated part does something every ${ms} ms; it is 1 ms or more.`);
      let cancel = after(ms, again);
      function again(): void {
        cancel = after(ms, again);
        then();
      }
      return () => cancel();
    },
  });
  return touched;
}

/** What answers for it: what its surroundings say, the model of its chip, or nothing. */
function i2cPart(part: Part, { now }: Timers, around: Known): I2cBus[] {
  const { i2c, answers } = around;
  const millivolts = (input: number) => around.millivolts?.(input) ?? around.share() * ANALOG_MILLIVOLTS;
  const { busAddress } = part as I2cPart;
  const bus = i2c ?? modelOf(part)?.answerFor({ ...around, part, address: busAddress, now, millivolts });
  if (bus === undefined) return [];
  return [
    {
      write: (address, bytes) => answers() && bus.write(address, bytes),
      read: (address, count) => (answers() ? bus.read(address, count) : undefined),
    },
  ];
}

function modelOf({ chip }: Part): I2cModel | undefined {
  return i2cModels().find((model) => model.chip === chip);
}

/** A sentence for each part that nothing answers for, whatever its driver asks. */
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

/** A sentence for each part on a UART, on the SPI or with timed edges that has no model, and that nothing simulates. */
export function silentParts(declaration: DeviceDeclaration, surroundings: Surroundings = {}): string[] {
  return measuringParts(declaration).flatMap((part) => {
    const { role, chip } = part;
    const kinds = needsOf(part).map(({ kind }) => kind);
    const found = SPOKEN_FOR.find(({ kind, models }) => kinds.includes(kind) && !models.includes(chip));
    if (found === undefined || surroundings[role]?.simulate !== undefined) return [];
    return [
      `Nothing answers for "${role}" ${found.where}: no model is known for its driver. Let ${JSON.stringify(role)}: { simulate } answer by ${found.answer}: around it in a trial, or in around.ts beside device.ts.`,
    ];
  });
}

const SPOKEN_FOR: readonly {
  kind: PinKind;
  models: readonly (string | undefined)[];
  where: string;
  answer: string;
}[] = [
  { kind: "rx", models: UART_CHIPS, where: "on its UART", answer: "circuit.whenSent and circuit.send" },
  { kind: "cs", models: ["MAX31855"], where: "on the SPI", answer: "circuit.attachSpi" },
  { kind: "dht", models: ["DHT22"], where: "on its data line", answer: "circuit.attachDht" },
  { kind: "edges", models: ["HC-SR04", IR_RECEIVER], where: "by edges", answer: "circuit.drive" },
];

/** It has the code that the device calls it by (family, serial number, checksum), or one that no other part has. */
function thermometer({ rom }: Part, { now }: Timers, { air, answers }: Known, others: number): OneWirePart {
  const serial = rom === undefined ? `ringm${String.fromCharCode(others)}` : rom.slice(1, 7);
  return { ...createDs18b20({ now, celsius: () => air().celsius, serial }), isThere: answers };
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

/** A driver that does not say how many LEDs it has gets none. */
function stripsOf({ actuators = [] }: DeviceDeclaration, lines: Lines): ReadonlyMap<string, Ws2812Model> {
  const strips = actuators.flatMap(({ part: { role, wire, leds } }) =>
    wire === "pixels" && leds !== undefined
      ? [[role, createWs2812({ lines, pin: role, leds })] as const]
      : [],
  );
  return new Map(strips);
}

function steppersOf(
  { actuators = [] }: DeviceDeclaration,
  { now }: Timers,
  lines: Lines,
): ReadonlyMap<string, StepperMotorModel> {
  const roles = actuators.flatMap(({ part }) => (part.chip === "stepper" ? [part.role] : []));
  return new Map(
    roles.map((role) => {
      const inputs = [`${role}.a`, `${role}.b`, `${role}.c`, `${role}.d`] as const;
      return [role, createStepperMotor({ lines, inputs, now })];
    }),
  );
}

function shiftRegistersOf(
  { actuators = [] }: DeviceDeclaration,
  lines: Lines,
): ReadonlyMap<string, Hc595Model> {
  const outputs = actuators.flatMap(({ part }) => (part.chip === "74HC595" ? [part as Hc595Output] : []));
  const chains = new Map(outputs.map(({ role, of }) => [role, of.levels.length]));
  return new Map([...chains].map(([role, chips]) => [role, createHc595({ lines, cs: `${role}.cs`, chips })]));
}

/** The displays of a device, by their roles; behind the first of a role with its address, as "panel 0x3d". */
export function displaysOf({ displays = [] }: DeviceDeclaration): ReadonlyMap<string, Ssd1306Model> {
  const models = new Map<string, Ssd1306Model>();
  for (const { part } of displays) {
    if (part.chip !== "SSD1306") continue;
    const { role, rows, busAddress: address } = part as Ssd1306;
    models.set(models.has(role) ? `${role} ${hexadecimal(address)}` : role, createSsd1306({ address, rows }));
  }
  return models;
}

/** The contact whose line has the level that its driver reads as 0: shut, dry, quiet, not pressed. */
function contactAtRest({ role, pulledUp, onLevel }: Contact, { after }: Timers, lines: Lines): ContactModel {
  const activeHigh = !pulledUp;
  const isClosed = (onLevel === 0) === activeHigh;
  return createContact({ lines, pin: role, after, activeHigh, isClosed });
}

function givenCounts(millivolts: number | undefined): number | undefined {
  return millivolts === undefined ? undefined : countsAt(millivolts);
}

function feed(part: Part, lines: Lines, { share, millivolts, amperes, air }: Known): void {
  const { role: pin } = part;
  /** The same lines, on which given millivolts go before what a model feeds. */
  const given: Pick<Lines, "feed"> = {
    feed: (to, counts) => lines.feed(to, () => givenCounts(millivolts?.(0)) ?? counts()),
  };
  if (part.chip === "ACS712") {
    const { millivoltsPerAmpere, upper, lower } = part as Acs712;
    createAcs712({ lines: given, pin, millivoltsPerAmpere, upper, lower }, amperes);
  } else if (part.chip === "NTC") {
    const { resistor, nominal, beta, supply, above } = part as Ntc;
    createThermistor({ lines: given, pin, resistor, nominal, beta, supply, above }, () => air().celsius);
  } else if (part.chip === "battery") {
    const { upper, lower, empty, full } = part as Battery;
    const fallback = () => empty + 0.9 * (full - empty);
    createBattery({ lines, pin, upper, lower }, () => millivolts?.(0) ?? fallback());
  } else if (part.chip === "analog percent") {
    const { none, full } = part as AnalogPercent;
    createVoltage({ lines, pin }, () => millivolts?.(0) ?? none + share() * (full - none));
  } else createVoltage({ lines, pin }, () => millivolts?.(0) ?? share() * ANALOG_MILLIVOLTS);
}
