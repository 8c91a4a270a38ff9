// Faults of a device's PWM on its board: frequencies that the firmware there does
// not make, and too many pins.
import type { Board, PwmFacts } from "../../../boards/board.ts";
import { type Fault, fault } from "../../../src/checks/fault.ts";
import { measuringParts } from "../../../src/checks/measuring-parts.ts";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { PWM_HERTZ } from "../../../src/features.ts";
import type { Drivable, Part } from "../../../src/reading/part.ts";
import { usualHertz } from "../features/features.ts";
import { pulsedPins } from "./named-pins.ts";

type FactsOfPwm = Pick<Board, "title" | "pwm">;

/** One pin that a part drives. */
interface Pulsing {
  part: Part | Drivable;
  /** All that it was seen to request there, in order. */
  hertz: readonly number[];
}

/** One sentence for each part whose pulses on the board differ from its author's intention. */
export async function pwmFaults(declaration: DeviceDeclaration, board: FactsOfPwm): Promise<Fault[]> {
  const { actuators = [] } = declaration;
  const parts = [...measuringParts(declaration), ...actuators.map(({ part }) => part)];
  const pulsing = [...new Set(parts)].filter((part) => pulsedPins(part).length > 0);
  if (pulsing.length === 0) return [];
  // Most devices have no such part, and need none of the trials.
  const { pwmFrequencies } = await import("./pwm-frequencies.ts");
  const frequencies = pwmFrequencies(declaration);
  const all = pulsing.flatMap((part) =>
    pulsedPins(part).map((pin) => ({
      part,
      hertz: hertzOf(part, [...(frequencies.get(pin) ?? [])], board),
    })),
  );
  const outside = all.flatMap((driven) => boundsFaults(driven, board));
  return eachOnce(outside.length > 0 ? outside : [...mixedFaults(all, board), ...excessFaults(all, board)]);
}

/** In order; that of a part whose author gave none is the board's. */
function hertzOf(
  { given: options = [] }: Part | Drivable,
  tried: readonly number[],
  { pwm }: FactsOfPwm,
): number[] {
  const isOfBoard = tried.length > 0 && options.some((option) => option.isOfBoard === true);
  return isOfBoard ? [usualHertz(pwm)] : [...tried].sort((a, b) => a - b);
}

/** For a part with several pins the sentence is the same for each. */
function eachOnce(faults: readonly Fault[]): Fault[] {
  return [...new Map(faults.map((fault) => [fault.sentence, fault])).values()];
}

function boundsFaults({ part, hertz }: Pulsing, { title, pwm }: FactsOfPwm): Fault[] {
  const { least, most } = pwm.hertz;
  const wrong = hertz.filter(
    (frequency) => !Number.isInteger(frequency) || frequency < least || frequency > most,
  );
  return wrong.map((frequency) =>
    fault(
      part,
      "",
      `The part "${part.role}" drives its pin at ${frequency} Hz, and ${title} makes whole hertz from ${least} to ${most}; give it a frequency within these, or choose another board.`,
    ),
  );
}

/** With several frequencies all pins would have the one that was set last. */
function mixedFaults(all: readonly Pulsing[], { title, pwm }: FactsOfPwm): Fault[] {
  if (pwm.oneFrequency !== true) return [];
  const [first, ...rest] = all.flatMap(({ part, hertz }) =>
    hertz.map((frequency) => ({ part, hertz: frequency })),
  );
  return rest
    .filter(({ part, hertz }) => part !== first?.part && hertz !== first?.hertz)
    .map(({ part, hertz }) =>
      fault(
        part,
        "",
        `The part "${part.role}" drives its pin at ${hertz} Hz and "${first?.part.role}" at ${first?.hertz} Hz, and ${title} has one frequency for all pins, that which was set last; give both the same, or choose another board.`,
      ),
    );
}

function excessFaults(all: readonly Pulsing[], { title, pwm }: FactsOfPwm): Fault[] {
  const { pins, fixed } = pwm;
  const isFixed = ({ hertz }: Pulsing) =>
    fixed !== undefined && hertz.length === 1 && hertz[0] === fixed.hertz;
  const excess = [
    ...all.filter((driven) => !isFixed(driven)).slice(pins),
    ...all.filter(isFixed).slice(fixed?.pins ?? 0),
  ];
  const isFixedLeft = fixed !== undefined && all.filter(isFixed).length < fixed.pins;
  const isFreeLeft = all.filter((driven) => !isFixed(driven)).length < pins;
  const cure = (driven: Pulsing) => {
    const cureHertz = isFixed(driven) && isFreeLeft ? PWM_HERTZ : isFixedLeft ? fixed.hertz : undefined;
    return cureHertz !== undefined && driven.hertz.length === 1 && takesHertz(driven.part, cureHertz)
      ? `give it ${cureHertz} Hz, or take it out`
      : "take it out";
  };
  return excess.map((driven) =>
    fault(
      driven.part,
      "",
      `The part "${driven.part.role}" is one too many for PWM${driven.hertz.length === 0 ? "" : ` at ${driven.hertz.join(", ")} Hz`}: ${title} drives ${pinsDriven(pwm)} at a time; ${cure(driven)}.`,
    ),
  );
}

/** Is its frequency an option of its driver, which may be this? */
function takesHertz({ given: options = [] }: Part | Drivable, hertz: number): boolean {
  return options.some(({ what, least, most }) => what === "hertz" && hertz >= least && hertz <= most);
}

/** "3 pins at any frequency and 5 pins at 5000 Hz", "6 pins at one frequency". */
export function pinsDriven({ pins, fixed, oneFrequency }: PwmFacts): string {
  if (fixed !== undefined)
    return `${pinsInWords(pins)} at any frequency and ${pinsInWords(fixed.pins)} at ${fixed.hertz} Hz`;
  return `${pinsInWords(pins)}${oneFrequency === true ? " at one frequency" : ""}`;
}

function pinsInWords(pins: number): string {
  return pins === 1 ? "one pin" : `${pins} pins`;
}
