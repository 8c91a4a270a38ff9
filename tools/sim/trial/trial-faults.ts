// Faults of the options that a test gives a trial: reported at the call, not after ten seconds of
// waiting for what cannot come.

import type { PowerFacts } from "../../../boards/board.ts";
import {
  type Check,
  isFunction,
  isRecord,
  optionFaults,
  shown,
  throwFaults,
} from "../../../src/arguments/given.ts";
import { unknownName } from "../../../src/arguments/nearest-name.ts";
import { declarationFaults } from "../../../src/checks/declaration-faults.ts";
import { sentencesOf } from "../../../src/checks/fault.ts";
import { measuringParts } from "../../../src/checks/measuring-parts.ts";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { STAY_AWAKE_NAME } from "../../../src/device/run/topics.ts";
import { changed, type Lines } from "../../../src/platform/node/circuit.ts";
import { neededRoles } from "../../image/wiring/wiring.ts";
import { silentParts, unansweredParts } from "../fit/unanswered-parts.ts";
import type { Bench, Surroundings } from "../parts/around.ts";
import { AROUND_FUNCTIONS, checkedAnswer } from "./answer-faults.ts";
import type { LikeBoard } from "./like-board.ts";

const isRecordOf: Check = (value) => (isRecord(value) ? undefined : "a record");
const isPatience: Check = (value) =>
  Number.isFinite(value) && Number(value) > 0 ? undefined : "milliseconds above 0, as minutes(30)";

const isBoard: Check = (value) =>
  typeof value === "string" || isRecord(value)
    ? undefined
    : 'a board\'s name, as "esp8266-nodemcu", or its facts';

const OPTIONS: Readonly<Record<string, Check>> = { around: isRecordOf, board: isBoard, patience: isPatience };
const AROUND: Readonly<Record<string, Check>> = {
  ...Object.fromEntries(AROUND_FUNCTIONS.map((name) => [name, isFunction])),
  i2c: isRecordOf,
  simulate: isFunction,
};

/** Throws when the device cannot be tried out so. */
export function checkTrial(declaration: DeviceDeclaration, options: unknown): void {
  if (!isRecord(declaration))
    throw new Error(
      `startTrial is given ${shown(declaration)} for its device; give it what device({...}) has made.`,
    );
  throwFaults(sentencesOf(declarationFaults(declaration)));
  throwFaults(optionFaults("options of a trial", options, OPTIONS));
  const { around = {} } = options as { around?: unknown };
  checkSurroundings(declaration, around);
  throwFaults(unansweredParts(declaration, around as Surroundings));
}

/** Throws where they are around a role that the device does not measure, or say what no part of it feels. */
export function checkSurroundings(declaration: DeviceDeclaration, around: unknown): void {
  if (!isRecord(around))
    throw new Error(`What is around the parts is ${shown(around)}; it is a record by role.`);
  const roles = measuringParts(declaration)
    .filter(({ sources }) => sources === undefined)
    .map(({ role }) => role);
  throwFaults(
    Object.entries(around).flatMap(([role, parts]) =>
      roles.includes(role)
        ? optionFaults(`surroundings of "${role}"`, parts, AROUND)
        : [unknownName("role of a sensor", role, [...new Set(roles)])],
    ),
  );
  const { sensors = [] } = declaration;
  const surrounded = sensors.filter(({ quantity }) => Object.hasOwn(around, quantity.part.role));
  throwFaults(silentParts({ ...declaration, sensors: surrounded }, around as Surroundings));
}

/**
 * The same, but each function throws where it returns what no part can measure, and not what comes of that;
 * and a part of one's own where it names a line that the device does not have.
 */
export function checkedSurroundings(
  declaration: DeviceDeclaration,
  surroundings: Surroundings,
): Surroundings {
  return Object.fromEntries(
    Object.entries(surroundings).map(([role, around]) => {
      const checked = AROUND_FUNCTIONS.flatMap((what) => {
        const ask = around[what];
        return ask === undefined ? [] : [[what, checkedAnswer(role, what, ask)]];
      });
      const { simulate } = around;
      const onLines = simulate && {
        simulate: (bench: Bench) =>
          simulate({ ...bench, circuit: checkedCircuit(declaration, bench.circuit) }),
      };
      return [role, { ...around, ...Object.fromEntries(checked), ...onLines }];
    }),
  );
}

/**
 * The same circuit, but a name that is no role of the device's throws: nothing would ever be on that line.
 */
export function checkedCircuit(declaration: DeviceDeclaration, circuit: Lines): Lines {
  const needed = neededRoles(declaration);
  const roles = needed.map(({ role }) => role);
  const outputs = needed.filter(({ kind }) => kind === "output" || kind === "pwm").map(({ role }) => role);
  const role = (pin: string | number): string | number => {
    if (!roles.includes(`${pin}`)) throw new Error(unknownName("role", `${pin}`, roles));
    return pin;
  };
  return changed(circuit, {
    drive: (pin, level, ago) => circuit.drive(role(pin), level, ago),
    feed: (pin, counts) => circuit.feed(role(pin), counts),
    attachOneWire: (pin, bus) => circuit.attachOneWire(role(pin), bus),
    attachSpi: (cs, answer) => circuit.attachSpi(role(cs), answer),
    whenWritten: (pin, changed) => circuit.whenWritten(role(pin), changed),
    whenPulsed: (pin, changed) => circuit.whenPulsed(role(pin), changed),
    attachDht: (pin, falls) => circuit.attachDht(role(pin), falls),
    attachPixels: (pin, shown) => circuit.attachPixels(role(pin), shown),
    send: (pin, bytes, baud) => circuit.send(role(pin), bytes, baud),
    whenSent: (pin, baud, heard) => circuit.whenSent(role(pin), baud, heard),
    output(pin) {
      const driven = circuit.output(pin);
      // A driver of one's own may drive the line of another kind of part.
      if (driven === undefined && !outputs.includes(`${pin}`))
        throw new Error(unknownName("output", `${pin}`, outputs));
      return driven;
    },
  });
}

/** The same parts by role, but a role that has none throws: a test that moved nothing would prove nothing. */
export function knownParts<Model>(
  kind: string,
  parts: ReadonlyMap<string, Model>,
): ReadonlyMap<string, Model> {
  return Object.assign(new Map(parts), {
    get(role: string): Model {
      const model = parts.get(role);
      if (model === undefined) throw new Error(unknownName(`${kind} at the role`, role, [...parts.keys()]));
      return model;
    },
  });
}

/** Throws when the device can have no command like this. */
export function checkCommand(
  { actuators = [], sleep }: DeviceDeclaration,
  name: unknown,
  payload: unknown,
): void {
  const names = actuators.map((actuator) => actuator.name);
  if (sleep?.stayAwake === true) names.push(STAY_AWAKE_NAME);
  // A light's brightness has a name of its own below the light's.
  if (
    typeof name !== "string" ||
    !names.some((actuatorName) => actuatorName === name || name.startsWith(`${actuatorName}/`))
  )
    throw new Error(unknownName("actuator", String(name), names));
  if (typeof payload !== "string")
    throw new Error(`The command for "${name}" is ${shown(payload)}; it is text, as "on" or "40".`);
}

/** Throws when no such time can pass. */
export function checkTime(ms: unknown): void {
  if (Number.isFinite(ms) && Number(ms) >= 0) return;
  throw new Error(`trial.pass is given ${shown(ms)}; it is milliseconds from 0, as minutes(10).`);
}

/** What its board takes. Throws where that is not known. */
export function powerOf(like: LikeBoard | undefined): PowerFacts {
  if (like === undefined)
    throw new Error('trial.charge() needs a board: startTrial(device, { board: "d1-mini-espruino" }).');
  if (like.power === undefined)
    throw new Error(
      `What ${like.board} takes of a battery no source has, so that trial.charge() knows nothing.`,
    );
  return like.power;
}
