// Faults of the quantities that a device derives of others, on a computer. Never in an image.
import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { Derivation } from "../device/run/derivation.ts";
import { type Fault, fault } from "./fault.ts";
import { isRecord, shown } from "./given.ts";
import { measuringParts } from "./measuring-parts.ts";

const MOST_SOURCES = 3;
const EXAMPLE = "as in derive([air.temperature, air.humidity], (celsius, percent) => celsius - percent)";

/** One sentence for each thing that is wrong with a derivation. */
export function derivedFaults(declaration: DeviceDeclaration): Fault[] {
  return measuringParts(declaration)
    .filter((part): part is Derivation => part.sources !== undefined)
    .flatMap((part) => derivationFaults(part.quantity, part.sources, part.compute));
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
