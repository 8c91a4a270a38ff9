// An actuator as its author declares it: what all kinds have in common. What a kind has besides is in the
// kind's own file, with the constructor that makes the record and the question whether a declaration is of
// the kind.
//
// Everything here is worked out when the image is built; what no firmware asks for on the device is not in
// its image.
import type { Milliseconds } from "../../../bytes/milliseconds.ts";
import type { Drivable, Knob } from "../../../reading/part.ts";
import type { Behaviour } from "../../run/actuators/behaviour.ts";
import {
  type DeclaredActuator,
  FORGETS,
  KEEP,
  LAST,
  NO_COLOUR,
  startAt,
} from "../../run/actuators/declared-actuator.ts";
import type { ShownActuator } from "../home-assistant.ts";
import type { Named } from "../words.ts";
import { type RestingOptions, withRest } from "./resting.ts";

/** As Home Assistant calls the platform: "switch", "light", "number"... Each has a record in src/kinds. */
export type ActuatorKind = string;

/** The display of an actuator at home, and whether it accepts retained commands. */
export interface ActuatorOptions extends ShownActuator {
  /**
   * Accept commands that the broker had retained? No (default): an old command must not switch a heater on at
   * night.
   */
  retainedCommands?: boolean;
  /**
   * `true`: it obeys only commands that are sealed by the device's key, the one of `update: { key: "hmac" }`, as
   * `ringmote send --sealed` does. Trap: Home Assistant then shows it, and cannot command it. By default it obeys all.
   */
  sealed?: boolean;
}

/**
 * The required reading of a sensor: a word of its states, a value, or one above or below a value, or between
 * two.
 */
export type WantedReading = string | number | { above?: number; below?: number };

/**
 * The required readings of sensors, all of them together, by their names: `{ level: "ok", water: { below: 60
 * } }`.
 */
export type Requirements = Readonly<Record<string, WantedReading>>;

/** The same for sensors whose names TypeScript knows. */
type RequirementsOf<Sensor extends string> = { readonly [Name in Sensor]?: WantedReading };

/**
 * Options of an actuator that is at rest (off, locked, closed) or not. `State` are its words, `Other` and
 * `Read` the names of actuators and sensors that it needs.
 */
export interface PolicyOptions<
  State extends string,
  Other extends string = string,
  Read extends string = string,
> extends ActuatorOptions,
    RestingOptions {
  /**
   * The state after a power cut; at rest by default. "last": the one before, kept in the storage. "keep": the
   * same, but only after a restart of the program; after a power cut it is at rest.
   */
  atStart?: State | "last" | "keep";
  /**
   * The shortest time in milliseconds that it stays out of its rest: a command in that time waits, which is
   * reported.
   */
  minimumOn?: Milliseconds;
  /** Milliseconds after which it goes to its rest by itself. A repeated command does not prolong them. */
  maximumOn?: Milliseconds;
  /** The state that it takes after so many milliseconds without the broker. */
  whenOffline?: {
    /** Counted from the end of the connection. */
    after: Milliseconds;
    /** One of the actuator's own states. */
    state: State;
  };
  /** Names of actuators that must be at rest before this one leaves its own; they are brought there. */
  notWith?: Other | Other[];
  /**
   * It leaves its rest only while these sensors read so; a sensor without a reading does not. Otherwise it is
   * brought to rest at once, whatever else asks for, and a command is refused.
   */
  onlyWhile?: RequirementsOf<Read>;
  /** Other readings that also permit it: all of any one of these. */
  orWhile?: RequirementsOf<Read>[];
}

/** A sensor that shows whether the part has followed. */
export interface Confirmation<Sensor extends string = string> {
  /** The sensor's name. */
  sensor: Sensor;
  /**
   * Its value when the part is at rest (off, locked, closed): 1 (default), another value, or a word of its
   * states.
   */
  atRest?: number | string;
  /** Milliseconds after which a part that has not followed counts as stuck: `seconds(5)` (default). */
  within?: Milliseconds;
}

/** An actuator's declaration: its author's options, and the values worked out from them for the board. */
export interface ActuatorDeclaration<
  Name extends string = string,
  State extends number | string = number | string,
  Other extends string = string,
> extends DeclaredActuator {
  name: Name;
  /**
   * For TypeScript alone: its states as rules have them, and the names that it needs. No record has these.
   */
  states?: State;
  asks?: Named<Other>;
  kind: ActuatorKind;
  options: ActuatorOptions;
  /** Names of actuators that must be at rest before this one is not. */
  notWith: string[];
  /**
   * The required readings while it is out of its rest: all of any one of these. An empty list requires
   * nothing.
   */
  permittedBy: Requirements[];
  /** The sensor that confirms it; `undefined` for none. */
  confirmedBy: Confirmation | undefined;
}

/** The declaration of an actuator without any policy, at rest at start. */
export function newDeclaration<Name extends string>(
  name: Name,
  kind: ActuatorKind,
  part: Drivable,
  behaviour: Behaviour,
  options: ActuatorOptions,
): ActuatorDeclaration<Name, never, never> {
  return {
    name,
    label: options.label === undefined ? name : options.label,
    kind,
    part,
    behaviour,
    options,
    acceptsRetained: options.retainedCommands === true,
    isSealed: options.sealed === true,
    startValue: 0,
    keeping: FORGETS,
    minimumOn: 0,
    minimumOff: 0,
    refuses: behaviour.refusesEarly,
    startLimit: undefined,
    maximumOn: 0,
    offlineAfter: 0,
    offlineValue: 0,
    notWith: [],
    rivals: [],
    permittedBy: [],
    requirements: [],
    permissionWords: "",
    confirmedBy: undefined,
    witness: -1,
    witnessAtRest: 1,
    witnessWithin: 5000,
    leastValue: 0,
    mostValue: 1,
    dimmable: false,
    colour: NO_COLOUR,
    turning: undefined,
    ramp: undefined,
    ownText: undefined,
  };
}

/** Puts the policies of `options` into a declaration; `active` is the word for the state out of rest. */
export function withPolicies<Declared extends ActuatorDeclaration, State extends string>(
  declaration: Declared,
  options: PolicyOptions<State>,
  active: State,
  activeValue: number,
): Declared {
  const { atStart, minimumOn, maximumOn, whenOffline, notWith, onlyWhile, orWhile } = options;
  if (atStart === active) startAt(declaration, activeValue);
  if (atStart === "last") keepLast(declaration);
  if (atStart === "keep") declaration.keeping = KEEP;
  if (minimumOn !== undefined) declaration.minimumOn = minimumOn;
  if (maximumOn !== undefined) limitTo(declaration, maximumOn);
  if (whenOffline !== undefined) {
    declaration.offlineAfter = whenOffline.after;
    declaration.offlineValue = whenOffline.state === active ? activeValue : 0;
  }
  if (notWith !== undefined) declaration.notWith = typeof notWith === "string" ? [notWith] : notWith;
  if (onlyWhile !== undefined) declaration.permittedBy.push(onlyWhile as Requirements);
  if (orWhile !== undefined) {
    for (let i = 0; i < orWhile.length; i++) declaration.permittedBy.push(orWhile[i] as Requirements);
  }
  return withRest(declaration, options);
}

/** Puts what confirms it into a declaration. */
export function withConfirmation<Declared extends ActuatorDeclaration>(
  declaration: Declared,
  confirmedBy: Confirmation | undefined,
): Declared {
  declaration.confirmedBy = confirmedBy;
  if (confirmedBy !== undefined) {
    if (confirmedBy.within !== undefined) declaration.witnessWithin = confirmedBy.within;
  }
  return declaration;
}

/** It starts with the value before the restart. */
export function keepLast(declaration: ActuatorDeclaration): void {
  declaration.keeping = LAST;
}

/** It goes to its rest by itself after so many milliseconds. */
export function limitTo(declaration: ActuatorDeclaration, ms: number): void {
  declaration.maximumOn = ms;
}

/** Its value lies in these bounds. */
export function boundBy(declaration: ActuatorDeclaration, least: number, most: number): void {
  declaration.leastValue = least;
  declaration.mostValue = most;
}

/** People turn it by a knob, a step of which changes its value by this much. */
export function turnBy(declaration: ActuatorDeclaration, knob: Knob | undefined, step: number): void {
  if (knob !== undefined) declaration.turning = { knob, step, followed: 0 };
}

/** The option `turnedBy` of a number or a light. */
export interface TurnedOptions {
  /**
   * A knob at the device, as `rotaryEncoder("knob")`. A step of it is a step of the number, and a twentieth
   * of the brightness.
   */
  turnedBy?: Knob;
}
