// A derivation: a part without a wire, whose quantity is computed of others. It is measured when the parts of
// its sources have been.
import { collectBy, newPart, type Part, type Quantity, setReading, watchPins } from "../../reading/part.ts";
import type { Reading } from "../../reading/reading.ts";
import type { Measurement } from "./measurement.ts";

/** Computes a reading from its sources', which are 0 for missing sources. */
export type Compute = (this: void, first: number, second: number, third: number) => Reading;

export interface Derivation extends Part {
  sources: Quantity[];
  /** Is it still to be measured for this derivation? One for each source there may be. */
  awaited: boolean[];
  /** The factor of each source that gives it as many decimals as the quantity. */
  factors: number[];
  compute: Compute;
  quantity: Quantity;
}

/** A derivation without sources, whose quantity has so many decimals. */
export function newDerivation(compute: Compute, decimals: number): Derivation {
  const part = newPart<Derivation>("derived", "none", begin, request, collect);
  part.sources = [];
  part.awaited = [false, false, false];
  part.factors = [];
  part.compute = compute;
  part.quantity = { part, decimals, value: undefined };
  return part;
}

/** One more source, which is multiplied by a factor. */
export function addSource(part: Derivation, source: Quantity, factor: number): void {
  part.sources.push(source);
  part.factors.push(factor);
}

/** A derivation that keeps something of its only source from sample to sample: `collect` sets its quantity. */
export function newSum(
  role: string,
  source: Quantity,
  decimals: number,
  collect: Part["collect"],
): Derivation {
  const part = newDerivation(itself, decimals);
  addSource(part, source, 1);
  if (source.part.watched) watchPins(part);
  part.role = role;
  collectBy(part, collect);
  return part;
}

function itself(value: number): Reading {
  return value;
}

function begin(): void {}

/** Requests its sources, which are measured from the next turn on. */
function request(part: Derivation): number {
  for (let i = 0; i < part.sources.length; i++) part.awaited[i] = true;
  return 0;
}

function collect(part: Derivation): string {
  setReading(part.quantity, computed(part));
  return "";
}

function computed(part: Derivation): Reading {
  const values = [0, 0, 0];
  for (let i = 0; i < part.sources.length; i++) {
    const value = (part.sources[i] as Quantity).value;
    if (value === undefined) return undefined;
    values[i] = value * (part.factors[i] as number);
  }
  const result = part.compute(values[0] as number, values[1] as number, values[2] as number);
  // What is no number, or infinite, differs from itself by something else.
  return result === undefined || result - result !== 0 ? undefined : result;
}

/** Is it a derivation that waits for its sources? */
export function isAwaiting(part: Part): boolean {
  if (part.sources === undefined) return false;
  const { sources, awaited } = part as Derivation;
  for (let i = 0; i < sources.length; i++) {
    if (awaited[i] === true) return true;
  }
  return false;
}

/** Does a derivation wait for the part? */
export function isAwaited(measurements: readonly Measurement[], part: Part): boolean {
  for (const measurement of measurements) {
    if (measurement.part.sources !== undefined) {
      const { sources, awaited } = measurement.part as Derivation;
      for (let i = 0; i < sources.length; i++) {
        if (awaited[i] === true && (sources[i] as Quantity).part === part) return true;
      }
    }
  }
  return false;
}

/** The part has been measured, or failed: no derivation waits for it any more. */
export function endAwaiting(measurements: readonly Measurement[], part: Part, fault: string): void {
  for (const measurement of measurements) {
    if (measurement.part.sources !== undefined) {
      const { sources, awaited } = measurement.part as Derivation;
      for (let i = 0; i < sources.length; i++) {
        const source = sources[i] as Quantity;
        if (source.part === part) {
          awaited[i] = false;
          if (fault !== "") setReading(source, undefined);
        }
      }
    }
  }
}
