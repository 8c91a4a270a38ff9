// What is wrong with an actuator that is a number: its bounds, its step, where it starts. On a computer only.
import type { NumberInputDeclaration } from "../device/declare/actuators/number-input.ts";
import { called, type Fault, fault } from "./fault.ts";

const MOST_DIGITS = 99_999;

export function numberInputFaults(actuator: NumberInputDeclaration): Fault[] {
  const add = (option: string, sentence: string) => [fault(actuator, option, sentence)];
  const { min, max, step = 1, atStart, initial } = actuator.options;
  const { leastValue, mostValue, decimals, part } = actuator;
  if (!(min < max))
    return add(
      "min",
      `${called(actuator)} is from ${min} to ${max}; the least is smaller than the greatest.`,
    );
  if (Math.abs(min) > MOST_DIGITS || Math.abs(max) > MOST_DIGITS)
    return add(
      Math.abs(min) > MOST_DIGITS ? "min" : "max",
      `${called(actuator)} is from ${min} to ${max}; five digits before the point are the most.`,
    );
  if (!(step > 0) || actuator.step === 0)
    return add("step", `${called(actuator)} has a step of ${step}; it is 0.0001 or more.`);
  if ([min, max, step].some((one) => !isExact(one, decimals)))
    return add(
      "step",
      `${called(actuator)} is from ${min} to ${max} by ${step}; four decimals are the most.`,
    );
  if ((mostValue - leastValue) % actuator.step !== 0)
    return add(
      "step",
      `${called(actuator)} goes from ${min} to ${max}, which is not a whole number of steps of ${step}.`,
    );
  const faults: Fault[] = [];
  for (const [option, start] of Object.entries({ atStart, initial })) {
    if (typeof start === "number" && !isOnAStep(start, actuator))
      faults.push(
        ...add(
          option,
          `${called(actuator)} starts at ${start}; it is from ${min} to ${max} in steps of ${step}.`,
        ),
      );
  }
  if (part.wire !== "none") {
    const { least = 0, most } = part;
    if (min < least || max > most)
      faults.push(
        ...add(
          min < least ? "min" : "max",
          `${called(actuator)} is from ${min} to ${max}; its part takes ${least} to ${most}.`,
        ),
      );
    if (min < 0 && typeof atStart !== "number" && initial === undefined)
      faults.push(
        ...add(
          "min",
          `${called(actuator)} would start at ${min}, where its part runs; say where it starts, as initial: 0.`,
        ),
      );
  }
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
