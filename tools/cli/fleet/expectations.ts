// Expectations of a fleet, as its user writes them: "lost=0,p99<50ms,connected>=99.9%".
import { unknownName } from "../../../src/arguments/nearest-name.ts";
import type { FleetCounts } from "../../sim/devices/fleet-counts.ts";
import { percentile } from "../../sim/devices/latencies.ts";
import { UsageError } from "../words/failure.ts";

export interface Expectation {
  /** As it was given. */
  words: string;
  /** What is so instead, in words; `undefined`: it is as expected. */
  fault: (seen: Seen) => string | undefined;
}

/** A fleet at its end. */
export interface Seen {
  /** How many devices there are. */
  devices: number;
  /** How many of them were connected, before they were asked to end. */
  connected: number;
  /** When all had ended. */
  counts: FleetCounts;
}

/** What can be expected, and in which units. The first unit is the value's own, and may be left out. */
interface Quantity {
  units: Readonly<Record<string, number>>;
  /** `undefined` where there was nothing to measure. */
  of: (seen: Seen) => number | undefined;
}

const MESSAGES = { "": 1 };
/** In milliseconds; a number without a unit could be taken for seconds. */
const TIMES = { ms: 1, s: 1000 };
const within = (share: number): Quantity => ({
  units: TIMES,
  of: ({ counts }) => percentile(counts.latencies, share),
});
const QUANTITIES: Readonly<Record<string, Quantity>> = {
  connected: { units: { "": 1, "%": 1 }, of: ({ connected }) => connected },
  failures: { units: MESSAGES, of: ({ counts }) => counts.failures },
  lost: { units: MESSAGES, of: ({ counts }) => counts.unacknowledged + counts.dropped },
  messages: { units: MESSAGES, of: ({ counts }) => counts.messages },
  p50: within(0.5),
  p90: within(0.9),
  p99: within(0.99),
  max: within(1),
};

const COMPARISONS: Readonly<Record<string, (is: number, limit: number) => boolean>> = {
  "=": (is, limit) => is === limit,
  "<": (is, limit) => is < limit,
  "<=": (is, limit) => is <= limit,
  ">": (is, limit) => is > limit,
  ">=": (is, limit) => is >= limit,
};

const FORM = /^([a-z]+\d*)(<=|>=|=|<|>)(\d+(?:\.\d+)?)(%|[a-z]*)$/;
const EXAMPLE = '"lost=0,p99<50ms,connected>=99.9%"';

/** Throws a UsageError for what cannot be expected so. */
export function expectOption(text: string): Expectation[] {
  return text.split(",").map((part) => expectationIn(part.replaceAll(" ", "")));
}

function expectationIn(words: string): Expectation {
  const [, name = "", sign = "", digits, unit = ""] = FORM.exec(words) ?? [];
  if (digits === undefined)
    throw new UsageError(
      `--expect ${JSON.stringify(words)} is not allowed; each is a name, one of = < <= > >= and a number, with commas between: ${EXAMPLE}.`,
    );
  if (!Object.hasOwn(QUANTITIES, name))
    throw new UsageError(`--expect: ${unknownName("quantity", name, Object.keys(QUANTITIES))}`);
  const quantity = QUANTITIES[name] as Quantity;
  const { units } = quantity;
  if (!Object.hasOwn(units, unit)) {
    const allowed = Object.keys(units).map((unit) => `${name}${sign}${digits}${unit}`);
    throw new UsageError(`--expect ${JSON.stringify(words)} is not allowed; write ${allowed.join(" or ")}.`);
  }
  if (unit === "%" && Number(digits) > 100)
    throw new UsageError(`--expect ${JSON.stringify(words)} is not allowed; all devices are 100 %.`);
  const compare = COMPARISONS[sign] as (is: number, limit: number) => boolean;
  return {
    words,
    fault(seen) {
      const figure = quantity.of(seen);
      if (figure === undefined) return "nothing was acknowledged";
      const is = unit === "%" ? (100 * figure) / seen.devices : figure;
      return compare(is, Number(digits) * (units[unit] ?? 1)) ? undefined : shown(figure, units, seen);
    },
  };
}

/** A sentence for each that is not met. */
export function unmet(expectations: readonly Expectation[], seen: Seen): string[] {
  return expectations.flatMap(({ words, fault }) => {
    const why = fault(seen);
    return why === undefined ? [] : [`Expected ${words}: ${why}.`];
  });
}

function shown(figure: number, units: Quantity["units"], { devices }: Seen): string {
  if ("ms" in units) return `it is ${figure.toFixed(1)} ms`;
  return "%" in units ? `it is ${figure} of ${devices}` : `it is ${figure}`;
}
