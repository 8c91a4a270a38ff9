// The parts of a recorded device: the models of tools/sim, found by kind and role, and what is around them.
import { measuringParts } from "../../src/checks/measuring-parts.ts";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import type { Hlw8012 } from "../../src/drivers/hlw8012.ts";
import type { Pca9685 } from "../../src/drivers/pca9685.ts";
import type { Timers } from "../../src/platform/node/timers.ts";
import { displaysByRole, displaysOf } from "../../tools/sim/fit/fit-driven-parts.ts";
import type { FittedParts } from "../../tools/sim/fit/fit-parts.ts";
import { fitPinParts, IR_RECEIVER } from "../../tools/sim/fit/fit-pin-parts.ts";
import { fitUartParts } from "../../tools/sim/fit/fit-uart-parts.ts";
import { type Air, type Known, type Surroundings, USUAL_AROUND } from "../../tools/sim/parts/around.ts";
import { createHcSr04 } from "../../tools/sim/parts/hc-sr04.ts";
import { createHlw8012, wiredAs } from "../../tools/sim/parts/hlw8012.ts";
import { createPca9685 } from "../../tools/sim/parts/i2c/pca9685.ts";
import type { RecordedLines } from "./recorded-lines.ts";

type Maps = Omit<FittedParts, "circuit" | "i2c" | "simulated">;
type Kind = keyof Maps;
export type FoundPart = <Of extends Kind>(
  kind: Of,
  role: string,
) => Maps[Of] extends ReadonlyMap<string, infer Model> ? Model : never;

/**
 * An engine may be some milliseconds late. What a device does by itself this shortly before it is told something would
 * stand on the other side of it there.
 */
export const MARGIN_MS = 5;
/** Of an echo: as far behind the trigger that no engine is late for it. */
const BEGIN_US = 6000;
/** What has no pins that a script moves itself. */
const FITTED: readonly (string | undefined)[] = ["HX711", IR_RECEIVER, "DHT22", "MAX31855"];

/** What is around each part of a device, for a script to change; whatever is not said rests, in the one air. */
export function aroundParts(declaration: DeviceDeclaration, said: Surroundings, air: Air) {
  const rest = { ...USUAL_AROUND, air: () => air };
  return Object.fromEntries(
    measuringParts(declaration).map(({ role }) => [role, { ...rest, ...said[role] }]),
  );
}

/** Asks what is around its part then, whatever has been put there. */
function askedLater(its: Known): Known {
  const names = Object.keys(USUAL_AROUND) as (keyof typeof USUAL_AROUND)[];
  return Object.fromEntries(
    names.map((name) => [name, (register: number) => its[name](register)]),
  ) as unknown as Known;
}

/** Displays and boards of outputs. */
export function fitBusOf(declaration: DeviceDeclaration) {
  const displays = displaysByRole(displaysOf(declaration));
  const boards = measuringParts(declaration).filter(({ chip }) => chip === "PCA9685");
  const pwmBoards = new Map(
    boards.map((part) => [part.role, createPca9685({ address: (part as Pca9685).busAddress })]),
  );
  return { displays, pwmBoards, parts: [...displays.values(), ...pwmBoards.values()] };
}

/** Parts with lines of their own. */
export function fitLinesOf(
  declaration: DeviceDeclaration,
  timers: Timers,
  around: Readonly<Record<string, Known>>,
  { told, plain, clocked }: RecordedLines,
): Partial<Maps>[] {
  return measuringParts(declaration).map((part) => {
    const { chip, role } = part;
    const its = askedLater(around[role]);
    if (chip === "HC-SR04") {
      const pins = { trigger: `${role}.trigger`, echo: `${role}.echo` };
      const ranger = createHcSr04({
        ...pins,
        ...timers,
        lines: told,
        beginUs: BEGIN_US,
        centimetres: its.distance,
      });
      return { rangers: new Map([[role, ranger]]) };
    }
    if (chip === "HLW8012") {
      // Its pulses come between the moments at which a device acts.
      const options = {
        ...wiredAs(part as Hlw8012),
        ...timers,
        lines: told,
        mains: its.mains,
        lateMs: MARGIN_MS,
      };
      return { mains: new Map([[role, createHlw8012(options)]]) };
    }
    if (!FITTED.includes(chip)) return fitUartParts([{ part, role, timers, lines: plain, around: its }]);
    const own = chip === "HX711" ? clocked(`${role}.data`) : chip === IR_RECEIVER ? told : plain;
    return fitPinParts([{ part, role, timers, lines: own, around: its }]);
  });
}

/** Throws where there is none of that kind. */
export function foundIn(fitted: readonly Partial<Maps>[]): FoundPart {
  return (kind, role) => {
    const model = fitted.map((maps) => maps[kind]?.get(role)).find((model) => model !== undefined);
    if (model === undefined) throw new Error(`There is no part "${role}" among ${kind}.`);
    return model as ReturnType<FoundPart>;
  };
}
