// Faults of parts: numbers out of bounds, unknown wires, two parts with one role. On a computer only.

import { shown } from "../arguments/given.ts";
import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { Drivable, Given, Part, PinKind, TextPart, WireKind } from "../reading/part.ts";
import { type Fault, fault } from "./fault.ts";

/** One sentence for each sensor and actuator whose quantity or part is none. */
export function partlessFaults({ sensors = [], actuators = [] }: DeviceDeclaration): Fault[] {
  // The types' promises do not hold where nobody checks them.
  const measuring = sensors.filter(
    ({ quantity }) => (quantity?.part as Part | undefined)?.role === undefined,
  );
  const driven = actuators.filter(({ part }) => (part as Drivable | undefined)?.role === undefined);
  return [
    ...measuring.map((sensor) =>
      fault(
        sensor,
        "",
        `The sensor "${sensor.name}" has no quantity of a part; name one, as in sensor("${sensor.name}", air.temperature, ...).`,
      ),
    ),
    ...driven.map((actuator) =>
      fault(
        actuator,
        "",
        `The actuator "${actuator.name}" has no part to drive; make one, as in powerSwitch("${actuator.name}", relay("${actuator.name}")).`,
      ),
    ),
  ];
}

type AnyPart = Part | Drivable | TextPart;

/** The kinds of a named pin. The compiler reports a kind that is missing here. */
const PIN_KINDS: Readonly<Record<PinKind, true>> = {
  output: true,
  input: true,
  pulses: true,
  edges: true,
  dht: true,
  hx711: true,
  turns: true,
  analog: true,
  pwm: true,
  tx: true,
  rx: true,
  sck: true,
  miso: true,
  mosi: true,
  cs: true,
  pixels: true,
};

/** The kinds of wire, of which a part has one. The compiler reports a kind that is missing here. */
const WIRE_KINDS: Readonly<Record<WireKind, true>> = {
  output: true,
  input: true,
  pulses: true,
  edges: true,
  dht: true,
  analog: true,
  pwm: true,
  pixels: true,
  i2c: true,
  "one-wire": true,
  uart: true,
  pins: true,
  none: true,
};

/** One sentence for each fault of a part. A part that several sensors share is checked once. */
export function partFaults(parts: readonly AnyPart[]): Fault[] {
  const all = [...new Set(parts)];
  return all.flatMap((part, i) =>
    [
      ...numberFaults(part),
      ...wireFaults(part),
      ...sharingFaults(part, all.slice(0, i)),
      ...outputFaults(part, all, i),
    ].map((sentence) => fault(part, "", sentence)),
  );
}

/** Did a part get a text or nothing in place of a number? Then the types know the meaning. */
export function isGivenNoNumber({ given = [] }: AnyPart): boolean {
  return given.some(({ value }) => !Number.isFinite(value));
}

/**
 * A sentence for each number out of bounds, except where a faulty number has spoilt the bounds of another.
 */
export function numberFaults(part: Pick<AnyPart, "role" | "wire" | "given">): string[] {
  const wrong = (part.given ?? []).filter((number) => !isFit(number));
  return wrong.filter((number, i) => i === 0 || hasBounds(number)).map((number) => sentenceOf(part, number));
}

function hasBounds({ least, most }: Given): boolean {
  return Number.isInteger(least) && Number.isInteger(most) && least <= most;
}

function wireFaults({ role, wire, pins = {} }: AnyPart): string[] {
  const isListed = (kinds: object, kind: string) => Object.hasOwn(kinds, kind);
  const listOf = (kinds: object) => Object.keys(kinds).join(", ");
  if (!isListed(WIRE_KINDS, wire))
    return [`The driver of "${role}" gives it the wire ${shown(wire)}; it is one of ${listOf(WIRE_KINDS)}.`];
  return Object.entries(pins)
    .filter(([, kind]) => !isListed(PIN_KINDS, kind))
    .map(
      ([name, kind]) =>
        `The driver of "${role}" gives its pin "${name}" the kind ${shown(kind)}; it is one of ${listOf(PIN_KINDS)}.`,
    );
}

/**
 * Parts on a bus may share a role; what is wired in another way cannot, steps of a knob go to whichever asks
 * first, and a pin whose pulses are counted has one debounce.
 */
function sharingFaults(part: AnyPart, before: readonly AnyPart[]): string[] {
  const { role, wire } = part;
  if (isKnob(part) && before.some((earlier) => earlier.role === role && earlier !== part && isKnob(earlier)))
    return [`Two knobs have the role "${role}"; make it once, as const ${role} = rotaryEncoder("${role}").`];
  if (wire === "pulses" && before.some((earlier) => earlier.role === role && earlier.wire === wire))
    return [`Two parts that count pulses have the role "${role}"; give each a role and a pin of its own.`];
  const wiredOtherwise = before.find(
    (earlier) => earlier.role === role && earlier.wire !== wire && earlier.wire !== "none",
  );
  return wiredOtherwise === undefined || wire === "none"
    ? []
    : [
        `Two parts have the role "${role}", one wired as "${wiredOtherwise.wire}", one as "${wire}"; give each a role of its own.`,
      ];
}

/**
 * Outputs of one part have its role: each of them is made once, in one record, which waits for all of them at
 * start.
 */
function outputFaults({ role, ...part }: AnyPart, all: readonly AnyPart[], i: number): string[] {
  const { of, output } = part as Drivable;
  if (of === undefined) return [];
  const before = (all.slice(0, i) as Drivable[]).filter(
    (earlier) => earlier.role === role && earlier.of !== undefined,
  );
  if (before.some((earlier) => earlier.of !== of))
    return [`Two parts with outputs have the role "${role}"; make it once, and all outputs of it.`];
  if (before.some((earlier) => earlier.output === output))
    return [`Two actuators drive the output ${output} of "${role}"; give each an output of its own.`];
  const driven = (all as readonly Drivable[]).filter((drivable) => drivable.of === of).length;
  return driven === of.made || before.length > 0
    ? []
    : [
        `The part "${role}" has ${of.made} outputs, of which actuators drive ${driven}; make only those that they drive.`,
      ];
}

function isKnob({ pins = {} }: AnyPart): boolean {
  return Object.values(pins).includes("turns");
}

function isFit({ value, least, most, step = 1, except, isFraction = false }: Given): boolean {
  const isBetween = Number.isFinite(value) && value >= least && value <= most;
  return isBetween && (isFraction || (value - least) % step === 0) && value !== except;
}

function sentenceOf(part: Pick<AnyPart, "role" | "wire">, given: Given): string {
  const { what, value, least, most, step = 1, except, isFraction = false } = given;
  const isAddress = what === "address" && part.wire === "i2c";
  const written = isAddress ? inHexadecimal : shown;
  const exception = except === undefined ? "" : `, but not ${written(except)}`;
  const number = isFraction ? "a number" : "a whole number";
  const allowed =
    least === most
      ? `it is ${written(most)}`
      : step === 1
        ? `it is ${number} from ${written(least)} to ${written(most)}${exception}`
        : `it is one of ${allowedBy({ least, most, step, except }).map(written).join(", ")}`;
  const subject = part.role === "derived" ? "A derived quantity" : `The part "${part.role}"`;
  return `${subject} has ${written(value)} for its ${what}; ${allowed}${isAddress ? meantAddress(given) : ""}.`;
}

/** Advice for 76, which a data sheet writes 0x76; or nothing where that is no address either. */
function meantAddress(given: Given): string {
  const meant = Number(`0x${given.value}`);
  return isFit({ ...given, value: meant })
    ? `; for the address ${inHexadecimal(meant)} write ${inHexadecimal(meant)}, as ${given.value} is ${inHexadecimal(given.value)}`
    : "";
}

/** As data sheets and sources write the address of an I2C part. */
function inHexadecimal(address: number): string {
  return Number.isInteger(address) && address >= 0
    ? `0x${address.toString(16).padStart(2, "0")}`
    : shown(address);
}

/** All values that a number of a part may have. */
export function allowedBy({ least, most, step = 1, except }: Omit<Given, "what" | "value">): number[] {
  const count = Math.floor((most - least) / step) + 1;
  return Array.from({ length: count }, (_, at) => least + at * step).filter((value) => value !== except);
}
