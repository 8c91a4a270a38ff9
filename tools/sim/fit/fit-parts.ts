// Parts on the lines of a simulated device: for each of its roles the model that answers its driver, found by
// the part's wire and chip. What no surroundings say rests at a sensible value, so that every device has
// something to measure.
import { measuringParts } from "../../../src/checks/measuring-parts.ts";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { createLines, type Lines } from "../../../src/platform/node/circuit.ts";
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { I2cBus } from "../../../src/platform/node/world.ts";
import type { Part } from "../../../src/reading/part.ts";
import { simulatedBuses } from "../../image/wiring/simulated-wires.ts";
import { neededRoles } from "../../image/wiring/wiring.ts";
import { type Around, type Known, type Surroundings, type Touched, USUAL_AROUND } from "../parts/around.ts";
import type { Pca9685Model } from "../parts/i2c/pca9685.ts";
import { createI2cBus, onBus } from "../parts/i2c-bus.ts";
import { fitAnalogParts } from "./fit-analog-parts.ts";
import { fitI2cParts, fitOneWireParts } from "./fit-bus-parts.ts";
import { type DrivenParts, displaysByRole, displaysOf, fitDrivenParts } from "./fit-driven-parts.ts";
import { fitPinParts, type MovedParts, type PinParts } from "./fit-pin-parts.ts";
import { fitUartParts, type UartParts } from "./fit-uart-parts.ts";

/** A device's parts, as a person or a test has to do with them. */
export interface HandledParts extends MovedParts, DrivenParts {
  circuit: Lines;
  /** Boards of outputs by pulses on I2C, by role. */
  pwmBoards: ReadonlyMap<string, Pca9685Model>;
}

/** A device's parts with those that its surroundings act on. */
export interface FittedParts extends HandledParts, UartParts, PinParts {
  /**
   * The buses of all of them. Two parts of a role at one address are wire-ANDed, as on real wires: that is no
   * error here.
   */
  i2c: I2cBus;
  /** Parts that the caller simulates, by role: the functions to call when a word touches the part. */
  simulated: ReadonlyMap<string, readonly Touched[]>;
}

/** The parts that measure, and the number of the I2C bus of each role. */
interface Needs {
  parts: readonly Part[];
  buses: ReadonlyMap<string, number>;
}

/** Computed once a declaration: a fleet has thousands of devices of it. */
const needs = new WeakMap<DeviceDeclaration, Needs>();

function needsOf(declaration: DeviceDeclaration): Needs {
  const known = needs.get(declaration);
  if (known !== undefined) return known;
  const computed = { parts: measuringParts(declaration), buses: simulatedBuses(neededRoles(declaration)) };
  needs.set(declaration, computed);
  return computed;
}

/**
 * Fits a model to each part that measures, and to strips of LEDs, steppers, shift registers and displays.
 * Other driven parts need no model: the levels of their lines can be read.
 */
export function fitParts(
  declaration: DeviceDeclaration,
  timers: Timers,
  surroundings: Surroundings = {},
): FittedParts {
  const circuit = createLines();
  const { parts, buses } = needsOf(declaration);
  const around = ({ role }: Part): Known => ({ ...USUAL_AROUND, ...surroundings[role] });
  const simulated = new Map<string, Touched[]>();
  for (const part of parts) {
    const { simulate } = around(part);
    if (simulate !== undefined) simulated.set(part.role, simulatedBy(simulate, circuit, timers));
  }
  // What is simulated takes the place of a model; on I2C, where a bench has no bus, `i2c` does.
  const modelled = parts.filter((part) => around(part).simulate === undefined);
  const places = modelled.map((part) => ({
    part,
    role: part.role,
    timers,
    lines: circuit,
    around: around(part),
  }));
  fitAnalogParts(modelled, circuit, around);
  fitOneWireParts(modelled, timers, circuit, around);
  const driven = fitDrivenParts(declaration, timers, circuit);
  const displays = displaysOf(declaration);
  const pwmBoards = new Map<string, Pca9685Model>();
  const onI2c = [...fitI2cParts(parts, timers, around, pwmBoards), ...displays];
  return {
    circuit,
    i2c: createI2cBus(onI2c.map(({ role, part }) => onBus(buses.get(role) ?? 0, part))),
    pwmBoards,
    simulated,
    ...fitPinParts(places),
    ...fitUartParts(places),
    ...driven,
    displays: displaysByRole(displays),
  };
}

/** Puts a part of one's own onto its lines. Returns what hears the words that touch it. */
function simulatedBy(simulate: Around["simulate"], circuit: Lines, { now, after }: Timers): Touched[] {
  const touched: Touched[] = [];
  simulate({
    circuit,
    now,
    after,
    whenTouched: (then) => void touched.push(then),
    every(ms, then) {
      if (!(ms >= 1)) throw new Error(`A simulated part does something every ${ms} ms; it is 1 ms or more.`);
      let cancel = after(ms, again);
      function again(): void {
        cancel = after(ms, again);
        then();
      }
      return () => cancel();
    },
  });
  return touched;
}
