// Faults of a sensor's filters. On a computer only, never in an image.

import type { SensorDeclaration } from "../device/declare/sensor.ts";
import type { Filter, FilterKind } from "../device/run/filters/filter.ts";
import { type Fault, fault } from "./fault.ts";

const DAY_MS = 86_400_000;
/** Readings are within a billion of zero (filter.ts). */
const LARGEST = 1_000_000_000;
const MOST_FACTOR = 1000;
const MOST_POINTS = 32;

/** The fault of a filter's options, as the end of "The sensor "x" has ..."; `undefined` when it is sound. */
type Check = (given: readonly number[], decimals: number) => string | undefined;

const CHECKS: Record<FilterKind, Check> = {
  "dead band": ([amount], decimals) =>
    isAmount(amount, decimals)
      ? undefined
      : `a dead band of ${amount}; it is 0 or more, with at most ${decimals} decimals`,
  throttle: duration("throttle"),
  debounce: duration("debounce"),
  heartbeat: duration("heartbeat"),
  median: ([size]) =>
    isWhole(size, 3, 15) && size % 2 === 1
      ? undefined
      : `a median of ${size}; it is an odd number from 3 to 15`,
  "moving average": windowSize("moving average"),
  "window minimum": windowSize("window minimum"),
  "window maximum": windowSize("window maximum"),
  "exponential average": ([share]) =>
    isWhole(share, 2, 100)
      ? undefined
      : `an exponential average with a share of 1/${share}; it is one of 2 to 100`,
  "linear calibration": linearFault,
  "calibration table": tableFault,
  clamp: bounds("clamp"),
  "valid range": bounds("valid range"),
  "maximum step": ([step], decimals) =>
    isAmount(step, decimals) && step > 0
      ? undefined
      : `a maximum step of ${step}; it is more than 0, with at most ${decimals} decimals`,
  difference: () => undefined,
};

/** Is it the result of one of the filters' functions? */
export function isFilter(value: unknown): boolean {
  const { kind, given } = Object(value) as Partial<Filter>;
  return kind !== undefined && Object.hasOwn(CHECKS, kind) && Array.isArray(given);
}

/** One sentence for each fault of a sensor's filters. */
export function filterFaults(sensor: SensorDeclaration): Fault[] {
  const { name, decimals, options } = sensor;
  const filters = options.filters ?? [];
  return [
    ...filters.flatMap((filter) => {
      const wrong = CHECKS[filter.kind](filter.given, decimals);
      return wrong === undefined ? [] : [fault(filter, "", `The sensor "${name}" has ${wrong}.`)];
    }),
    ...intervalFaults(name, options.every, filters),
    ...orderFaults(name, filters),
  ];
}

/** A filter remembers readings: two sensors in one would mix theirs. */
export function sharedFilters(sensors: readonly SensorDeclaration[]): Fault[] {
  const owners = new Map<Filter, string>();
  return sensors.flatMap((sensor) =>
    (sensor.options.filters ?? []).flatMap((filter, i) => {
      const { name } = sensor;
      const owner = owners.get(filter);
      owners.set(filter, name);
      if (owner === undefined) return [];
      const sentence = `The sensor "${name}" has a filter that "${owner}" has too; make one for each.`;
      return [fault(sensor, `filters.${i}`, sentence)];
    }),
  );
}

/** Filters act on samples only: a time shorter than the sampling interval has no effect. */
function intervalFaults(name: string, every: number, filters: readonly Filter[]): Fault[] {
  return filters
    .filter(
      ({ kind, given }) => ["throttle", "debounce", "heartbeat"].includes(kind) && (given[0] ?? 0) < every,
    )
    .map((filter) =>
      fault(
        filter,
        "",
        `The sensor "${name}" has a ${filter.kind} of ${filter.given[0]} ms and is sampled every ${every} ms; sample it more often, or give it a longer time.`,
      ),
    );
}

/** A dead band passes each change once; a throttle behind it could swallow it. */
function orderFaults(name: string, filters: readonly Filter[]): Fault[] {
  const first = filters.findIndex(({ kind }) => kind === "dead band");
  const heartbeat = filters.find(({ kind }) => kind === "heartbeat");
  const faults: Fault[] = [];
  for (const filter of first < 0 ? [] : filters.slice(first)) {
    const { kind } = filter;
    if (kind === "throttle" || kind === "debounce")
      faults.push(
        fault(
          filter,
          "",
          `The sensor "${name}" has a ${kind} behind a dead band, which would lose the last change; put it in front.`,
        ),
      );
  }
  if (heartbeat !== undefined && heartbeat !== filters.at(-1))
    faults.push(
      fault(heartbeat, "", `The sensor "${name}" has a heartbeat in front of another filter; put it last.`),
    );
  return faults;
}

function duration(what: string): Check {
  return ([ms]) =>
    isWhole(ms, 1, DAY_MS) ? undefined : `a ${what} of ${ms} ms; it is whole milliseconds, at most a day`;
}

function windowSize(what: string): Check {
  return ([size]) =>
    isWhole(size, 2, 30) ? undefined : `a ${what} of ${size} readings; it remembers 2 to 30`;
}

function bounds(what: string): Check {
  return ([least, most], decimals) => {
    if (isFine(least, decimals) && isFine(most, decimals) && least < most) return undefined;
    return `a ${what} from ${least} to ${most}; the first is below the second, both with at most ${decimals} decimals`;
  };
}

function linearFault(given: readonly number[], decimals: number): string | undefined {
  const [factor, offset] = given;
  if (!isFine(factor, 3) || factor === 0 || Math.abs(factor) > MOST_FACTOR)
    return `a linear calibration by ${factor}; the factor is not 0, at most ${MOST_FACTOR}, with at most 3 decimals`;
  if (!isFine(offset, decimals))
    return `a linear calibration with the offset ${offset}; it has at most ${decimals} decimals`;
  return undefined;
}

function tableFault(given: readonly number[], decimals: number): string | undefined {
  const points = given.length / 2;
  if (points < 2 || points > MOST_POINTS)
    return `a calibration table of ${points} points; it has 2 to ${MOST_POINTS}`;
  const wrong = given.find((value) => !isFine(value, decimals));
  if (wrong !== undefined)
    return `a calibration table with the value ${wrong}; each has at most ${decimals} decimals`;
  for (let at = 2; at < given.length; at += 2) {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = given.slice(at - 2, at + 2);
    if (x1 <= x0) return `a calibration table with ${x1} behind ${x0}; its points are in ascending order`;
    if ((x1 - x0) * Math.abs(y1 - y0) * 100 ** decimals > LARGEST)
      return `a calibration table that is too steep from ${x0} to ${x1}; put points between`;
  }
  return undefined;
}

function isAmount(value: number | undefined, decimals: number): value is number {
  return isFine(value, decimals) && value >= 0;
}

/** Can it be written with so many decimals, and does it fit? */
function isFine(value: number | undefined, decimals: number): value is number {
  if (value === undefined || !Number.isFinite(value)) return false;
  const whole = value * 10 ** decimals;
  return Math.abs(whole - Math.round(whole)) < 1e-6 && Math.abs(whole) <= LARGEST;
}

function isWhole(value: number | undefined, least: number, most: number): value is number {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}
