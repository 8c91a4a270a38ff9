// A number: its bounds, its step, where it starts.
import { isText, type WrongOption } from "../arguments/given.ts";
import { type NumberInputDeclaration, numberInput } from "../device/declare/actuators/number-input.ts";
import type { Kind, Told } from "./kind.ts";
import { isKnob, isNumber, isTextOrNumber, SHOWN } from "./option-checks.ts";

export const NUMBER_INPUT: Kind<NumberInputDeclaration> = {
  makers: [numberInput],
  options: {
    ...SHOWN,
    min: isNumber,
    max: isNumber,
    step: isNumber,
    unit: isText,
    atStart: isTextOrNumber,
    initial: isNumber,
    turnedBy: isKnob,
  },
  faults,
  states,
  classes: [],
  unit: ({ unit }) => unit,
  isNamedByClass: true,
  entity,
  mayObeyLate: () => true,
};

const MOST_DIGITS = 99_999;

function faults(actuator: NumberInputDeclaration): WrongOption[] {
  const wrong = boundFault(actuator) ?? stepFault(actuator);
  return wrong === undefined ? [...startFaults(actuator), ...partFaults(actuator)] : [wrong];
}

function boundFault({ options: { min, max } }: NumberInputDeclaration): WrongOption | undefined {
  if (!(min < max))
    return {
      option: "min",
      sentence: `is from ${min} to ${max}; the least is smaller than the greatest.`,
    };
  if (Math.abs(min) <= MOST_DIGITS && Math.abs(max) <= MOST_DIGITS) return undefined;
  return {
    option: Math.abs(min) > MOST_DIGITS ? "min" : "max",
    sentence: `is from ${min} to ${max}; five digits before the point are the most.`,
  };
}

function stepFault(actuator: NumberInputDeclaration): WrongOption | undefined {
  const { min, max, step = 1 } = actuator.options;
  const { leastValue, mostValue, decimals } = actuator;
  const wrong = (sentence: string) => ({ option: "step", sentence });
  if (!(step > 0) || actuator.step === 0) return wrong(`has a step of ${step}; it is 0.0001 or more.`);
  if ([min, max, step].some((number) => !isExact(number, decimals)))
    return wrong(`is from ${min} to ${max} by ${step}; four decimals are the most.`);
  if ((mostValue - leastValue) % actuator.step === 0) return undefined;
  return wrong(`goes from ${min} to ${max}, which is not a whole number of steps of ${step}.`);
}

function startFaults(actuator: NumberInputDeclaration): WrongOption[] {
  const { min, max, step = 1, atStart, initial } = actuator.options;
  return Object.entries({ atStart, initial }).flatMap(([option, start]) => {
    if (typeof start !== "number" || isOnAStep(start, actuator)) return [];
    return [{ option, sentence: `starts at ${start}; it is from ${min} to ${max} in steps of ${step}.` }];
  });
}

function partFaults({ part, options }: NumberInputDeclaration): WrongOption[] {
  const { min, max, atStart, initial } = options;
  if (part.wire === "none") return [];
  const { least = 0, most } = part;
  const faults: WrongOption[] = [];
  if (min < least || max > most)
    faults.push({
      option: min < least ? "min" : "max",
      sentence: `is from ${min} to ${max}; its part takes ${least} to ${most}.`,
    });
  if (min < 0 && typeof atStart !== "number" && initial === undefined)
    faults.push({
      option: "min",
      sentence: `would start at ${min}, where its part runs; say where it starts, as initial: 0.`,
    });
  return faults;
}

function isExact(value: number, decimals: number): boolean {
  const wanted = value * 10 ** decimals;
  return Math.abs(wanted - Math.round(wanted)) < 1e-6;
}

function isOnAStep(
  value: number,
  { leastValue, mostValue, step, decimals }: NumberInputDeclaration,
): boolean {
  const whole = Math.round(value * 10 ** decimals);
  if (!isExact(value, decimals) || whole < leastValue || whole > mostValue) return false;
  return (whole - leastValue) % step === 0;
}

function states({ leastValue, mostValue, decimals }: NumberInputDeclaration): string {
  const scale = 10 ** decimals;
  return `a number from ${leastValue / scale} to ${mostValue / scale}`;
}

function entity({ leastValue, mostValue, step, decimals, unit }: NumberInputDeclaration): Told {
  const scale = 10 ** decimals;
  return {
    min: leastValue / scale,
    max: mostValue / scale,
    step: step / scale,
    ...(unit === "" ? {} : { unit_of_meas: unit }),
  };
}
