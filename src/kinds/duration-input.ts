// A duration that people set: its bounds, its step, where it starts.
import { isWhole, LONGEST_MS } from "../arguments/bounds.ts";
import { oneOf, type WrongOption } from "../arguments/given.ts";
import {
  type DurationInputDeclaration,
  durationInput,
  millisecondsOf,
} from "../device/declare/actuators/duration-input.ts";
import type { Kind, Told } from "./kind.ts";
import { isTime, SHOWN } from "./option-checks.ts";

export const DURATION_INPUT: Kind<DurationInputDeclaration> = {
  makers: [durationInput],
  options: {
    ...SHOWN,
    min: isTime,
    max: isTime,
    step: isTime,
    unit: oneOf("s", "min", "h"),
    initial: isTime,
    atStart: (value) => (value === "last" ? undefined : isTime(value)),
  },
  faults,
  states: ({ leastValue, mostValue, decimals, unit }) =>
    `a number from ${leastValue / 10 ** decimals} to ${mostValue / 10 ** decimals}, in ${unit}`,
  classes: [],
  usualClass: "duration",
  unit: ({ unit }) => unit,
  platform: () => "number",
  isNamedByClass: true,
  entity,
  mayObeyLate: () => true,
};

function faults({ options, unit }: DurationInputDeclaration): WrongOption[] {
  const { min, max, step = millisecondsOf(unit), initial, atStart } = options;
  if (!isWhole(max, 1, LONGEST_MS))
    return [{ option: "max", sentence: `has max of ${max} ms; it is whole milliseconds, at most 24 days.` }];
  if (!isWhole(min, 0, max - 1))
    return [
      { option: "min", sentence: `has min of ${min} ms; it is 0 or more, and below max of ${max} ms.` },
    ];
  if (!isWhole(step, 1, max - min) || (max - min) % step !== 0) {
    const sentence = `goes from ${min} to ${max} ms, which is not a whole number of steps of ${step} ms; give it another step.`;
    return [{ option: options.step === undefined ? "max" : "step", sentence }];
  }
  const fine = Object.entries({ min, step }).find(([, ms]) => !isWritten(ms, unit, max));
  if (fine !== undefined) {
    const [option, ms] = fine;
    return [
      {
        option,
        sentence: `has ${option} of ${ms} ms, which ${unit} does not say in nine digits; write unit: "s".`,
      },
    ];
  }
  return Object.entries({ initial, atStart }).flatMap(([option, ms]) => {
    if (typeof ms !== "number" || (isWhole(ms, min, max) && (ms - min) % step === 0)) return [];
    return [
      { option, sentence: `starts at ${ms} ms; it is from ${min} to ${max} ms in steps of ${step} ms.` },
    ];
  });
}

const MOST_UNITS = 999_999_999;

/** Has it at most four decimals, with which the longest one is a number that commands may have? */
function isWritten(ms: number, unit: string, longest: number): boolean {
  const unitMs = millisecondsOf(unit);
  for (let scale = 1; scale <= 10_000; scale *= 10)
    if ((ms * scale) % unitMs === 0) return (longest * scale) / unitMs <= MOST_UNITS;
  return false;
}

function entity({ leastValue, mostValue, step, decimals, unit }: DurationInputDeclaration): Told {
  const scale = 10 ** decimals;
  return { min: leastValue / scale, max: mostValue / scale, step: step / scale, unit_of_meas: unit };
}
