// Faults of the quantities that a device derives of others, on a computer. Never in an image.
import type { DeviceDeclaration } from "../device/declare/device.ts";
import { declaredStateOf } from "../device/declare/state-of.ts";
import type { DeclaredActuator } from "../device/run/actuators/declared-actuator.ts";
import type { Derivation } from "../device/run/derivation.ts";
import type { Part } from "../reading/part.ts";
import { type Fault, fault } from "./fault.ts";
import { isRecord, shown } from "./given.ts";
import { measuringParts } from "./measuring-parts.ts";

const MOST_SOURCES = 3;
const EXAMPLE = "as in derive([air.temperature, air.humidity], (celsius, percent) => celsius - percent)";

/** One sentence for each thing that is wrong with a derivation, or with the state of an actuator as a quantity. */
export function derivedFaults(declaration: DeviceDeclaration): Fault[] {
  const parts = measuringParts(declaration);
  return [
    ...parts
      .filter((part): part is Derivation => part.sources !== undefined)
      .flatMap((part) => derivationFaults(part.quantity, part.sources, part.compute)),
    ...parts.flatMap((part) => stateFaults(part, declaration.actuators ?? [])),
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

/** The same of what `stateOf` was given, of any type. */
export function statelessFaults(given: unknown): Fault[] {
  return isRecord(given) && "behaviour" in given
    ? []
    : [fault({}, "", `stateOf is given ${shown(given)}; give it an actuator, as powerSwitch made it.`)];
}

/** The same of what `integral` was given. */
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

/** The same of a value that `derive` was given, of any type. `of` is what it made. */
export function derivationFaults(of: object, sources: unknown, compute: unknown): Fault[] {
  return sentencesOn(sources, compute).map((sentence) => fault(of, "", sentence));
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
