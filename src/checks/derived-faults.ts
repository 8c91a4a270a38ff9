// Faults of the quantities that a device derives of others, on a computer. Never in an image.

import { isRecord, shown } from "../arguments/given.ts";
import { fixedPoint } from "../bytes/fixed-point.ts";
import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { SensorDeclaration } from "../device/declare/sensor.ts";
import { declaredStateOf } from "../device/declare/state-of.ts";
import type { DeclaredActuator } from "../device/run/actuators/declared-actuator.ts";
import type { Derivation } from "../device/run/derivation.ts";
import type { Part, Quantity } from "../reading/part.ts";
import { type Fault, fault } from "./fault.ts";
import { measuringParts } from "./measuring-parts.ts";

const MOST_SOURCES = 3;
const MOST_DECIMALS = 9;
const EXAMPLE = "as in derive([air.temperature, air.humidity], (celsius, percent) => celsius - percent)";

/** One sentence for each fault of a derivation, or of an actuator's state as a quantity. */
export function derivedFaults(declaration: DeviceDeclaration): Fault[] {
  const parts = measuringParts(declaration);
  return [
    ...parts
      .filter((part): part is Derivation => part.sources !== undefined)
      .flatMap((part) => [
        ...derivationFaults(part.quantity, part.sources, part.compute),
        ...decimalFaults(part.quantity),
        ...exchangedFaults(part),
      ]),
    ...parts.flatMap((part) => stateFaults(part, declaration.actuators ?? [])),
    ...(declaration.sensors ?? []).flatMap(wordFaults),
  ];
}

/** A result of 1 that has two decimals is 0.01, and no word stands there. */
function wordFaults(sensor: SensorDeclaration): Fault[] {
  const { part, decimals } = sensor.quantity;
  if (part.sources === undefined || sensor.options.states === undefined || decimals === 0) return [];
  return [
    fault(
      sensor,
      "states",
      `The sensor "${sensor.name}" has states, and its derived quantity has ${decimals} decimals, as its sources have: a result of 1 is ${fixedPoint(1, decimals)}. Give derive { decimals: 0 } behind its function, and let that return 0, 1, 2...`,
    ),
  ];
}

function stateFaults(part: Part, actuators: readonly DeclaredActuator[]): Fault[] {
  const actuator = declaredStateOf(part);
  if (actuator === undefined) return [];
  const stateless = statelessFaults(actuator);
  if (stateless.length > 0) return stateless;
  if (!actuator.behaviour.hasState)
    return [fault(part, "", `stateOf is given the button "${actuator.name}", which has no state.`)];
  return actuators.includes(actuator)
    ? []
    : [
        fault(
          part,
          "",
          `stateOf is given "${actuator.name}", which is none of the device's actuators; list it among these.`,
        ),
      ];
}

/** Faults of the arguments of `stateOf`, of any type. */
export function statelessFaults(given: unknown): Fault[] {
  return isRecord(given) && "behaviour" in given
    ? []
    : [fault({}, "", `stateOf is given ${shown(given)}; give it an actuator, as powerSwitch made it.`)];
}

/** Faults of the arguments of `integral`, of any type. */
export function integralFaults(source: unknown, options: unknown): Fault[] {
  const example = "as in integral(meter.power, { per: hours(1) })";
  if (!isQuantity(source))
    return [
      fault(
        {},
        "",
        `integral is given ${shown(source)}, which is no quantity of a part; name one, ${example}.`,
      ),
    ];
  return isRecord(options)
    ? []
    : [fault({}, "", `integral is given ${shown(options)} for its options; say \`per\`, ${example}.`)];
}

/** Faults of the arguments of `totalOf`, of any type. */
export function counterlessFaults(source: unknown, options: unknown): Fault[] {
  const example = 'as in totalOf(meter.total, { each: "day" })';
  if (!isQuantity(source))
    return [
      fault(
        {},
        "",
        `totalOf is given ${shown(source)}, which is no quantity of a part; name one, ${example}.`,
      ),
    ];
  return isRecord(options)
    ? []
    : [fault({}, "", `totalOf is given ${shown(options)} for its options; say \`each\`, ${example}.`)];
}

/** Faults of the arguments of `derive`, of any type. `of` is what it made. */
export function derivationFaults(of: object, sources: unknown, compute: unknown): Fault[] {
  return sentencesOn(sources, compute).map((sentence) => fault(of, "", sentence));
}

function decimalFaults(quantity: Quantity): Fault[] {
  const { decimals } = quantity;
  if (Number.isInteger(decimals) && decimals >= 0 && decimals <= MOST_DECIMALS) return [];
  return [
    fault(
      quantity,
      "decimals",
      `A derived quantity has ${shown(decimals)} for its decimals; it has 0 to ${MOST_DECIMALS}.`,
    ),
  ];
}

/**
 * `dewPoint(air.humidity, air.temperature)`: one source has the name of what belongs in the other's place.
 */
function exchangedFaults({ given = [], sources, quantity }: Derivation): Fault[] {
  const wanted = given.flatMap(({ source }) => source ?? []);
  return wanted.flatMap((name, i) => {
    const source = sources[i];
    // A source that is no quantity is reported already.
    if (source === undefined || !isQuantity(source)) return [];
    const is = Object.entries(source.part).find(([, known]) => known === source)?.[0];
    if (is === undefined || is === name || !wanted.includes(is)) return [];
    const sentence = `A derived quantity is given the ${is} of "${source.part.role}" for its ${name}; give it a ${name}, as air.${name}.`;
    return [fault(quantity, "", sentence)];
  });
}

function sentencesOn(sources: unknown, compute: unknown): string[] {
  if (!Array.isArray(sources))
    return [`A derived quantity is given ${shown(sources)} for its sources; it is given a list, ${EXAMPLE}.`];
  if (sources.length === 0 || sources.length > MOST_SOURCES)
    return [`A derived quantity has ${sources.length} sources; it has one to three, ${EXAMPLE}.`];
  const wrong = sources.flatMap((source: unknown, i) =>
    isQuantity(source)
      ? []
      : [
          `Source ${i + 1} of a derived quantity is ${shown(source)} and no quantity of a part; name one, as air.temperature.`,
        ],
  );
  if (wrong.length > 0) return wrong;
  if (typeof compute !== "function")
    return [`A derived quantity is computed by ${shown(compute)}; give it a function, ${EXAMPLE}.`];
  if (compute.length > sources.length)
    return [
      `The function of a derived quantity takes ${compute.length} numbers and has ${sources.length} ${sources.length === 1 ? "source" : "sources"}; let it take one of each.`,
    ];
  return [];
}

function isQuantity(source: unknown): boolean {
  return isRecord(source) && "part" in source && isRecord(source.part) && "decimals" in source;
}
