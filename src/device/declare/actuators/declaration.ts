// An actuator as its author declares it: what all kinds have in common. What a kind has besides is in the kind's own file,
// with the constructor that makes the record and the question whether a declaration is of the kind.
//
// Everything here is worked out when the image is built; what no firmware asks for on the device is not in its image.
import type { Milliseconds } from "../../../bytes/milliseconds.ts";
import type { Drivable } from "../../../reading/part.ts";
import type { Actuator } from "../../run/actuator.ts";
import type { StartLimit } from "../../run/starts.ts";
import type { ShownActuator } from "../home-assistant.ts";
import { type RestingOptions, refusesAsKind, withRest } from "./resting.ts";

export type ActuatorKind = "switch" | "light" | "lock" | "valve" | "siren" | "number" | "select" | "button";

/** What a home shows of it, and whether it accepts what the broker had kept. */
export interface ActuatorOptions extends ShownActuator {
  /** Accept commands that the broker had retained? No (default): an old command must not switch a heater on at night. */
  retainedCommands?: boolean;
}

/** What a sensor must read: a word of its states, or a value; or one above or below a value, or between two. */
export type WantedReading = string | number | { above?: number; below?: number };

/** What sensors must read, all of them together, by their names: `{ level: "ok", water: { below: 60 } }`. */
export type Requirements = Readonly<Record<string, WantedReading>>;

/** Options of whatever is at rest (off, locked, closed) or not. `State` are its words. */
export interface PolicyOptions<State extends string> extends ActuatorOptions, RestingOptions {
  /**
   * The state after power comes; at rest by default. "last": the one before, kept in the storage. "keep": the same, but
   * only when the program started again; after power comes it is at rest.
   */
  atStart?: State | "last" | "keep";
  /** Milliseconds that it stays out of its rest at least: a command in that time waits, and it is said. */
  minimumOn?: Milliseconds;
  /** Milliseconds after which it goes to its rest by itself. A command that is repeated does not prolong them. */
  maximumOn?: Milliseconds;
  /** The state that it is set to after so many milliseconds without the broker. */
  whenOffline?: {
    /** Counted from the end of the connection. */
    after: Milliseconds;
    /** One of the actuator's own states. */
    state: State;
  };
  /** The names of actuators that must be at rest before this one leaves its own; they are set to it. */
  notWith?: string | string[];
  /**
   * It is out of its rest only while these sensors read so; a sensor without a reading does not. Otherwise it is brought to
   * rest at once, whatever else asks for, and a command is refused.
   */
  onlyWhile?: Requirements;
  /** Other readings that do as well: all of any one of these. */
  orWhile?: Requirements[];
}

/** One reading that an actuator's permission needs, within bounds that are in it. */
export interface Requirement {
  /** The sensor's place in the device's list. */
  sensorAt: number;
  least: number;
  most: number;
  /** Is it the last of those that must hold together? What follows would do as well. */
  isLast: boolean;
}

/** A sensor that shows whether the part has followed. */
export interface Confirmation {
  /** The sensor's name. */
  sensor: string;
  /** What it says when the part is at rest (off, locked, closed): 1 (default), another value, or a word of its states. */
  atRest?: number | string;
  /** Milliseconds after which a part that did not follow is stuck: `seconds(5)` (default). */
  within?: Milliseconds;
}

/** What one kind of actuator does its own way. One record for all actuators of the kind. */
export interface Behaviour {
  /** The value that a command asks for, or `NOT_UNDERSTOOD`. */
  understand(this: void, actuator: Actuator, payload: string): number;
  /** The state in words, as it is published. */
  stateText(this: void, actuator: Actuator): string;
  /** What the part is driven to for a value of the actuator. */
  driveValue(this: void, declaration: ActuatorDeclaration, value: number): number;
  /** What commands are allowed, as a sentence without its full stop. */
  allows(this: void, declaration: ActuatorDeclaration): string;
  /** Has it a state to publish? */
  hasState: boolean;
}

/** No command means this value: those are 0 or more, or a number within a billion of 0. */
export const NOT_UNDERSTOOD = -2147483647;

/** Whether its state is kept in the storage for the next start: no; yes; only for a start without a loss of power. */
export const FORGETS = 0;
export const LAST = 1;
export const KEEP = 2;

/** An actuator's declaration. Times are milliseconds; 0 is none. A value of 0 is at rest: off, locked, closed. */
export interface ActuatorDeclaration {
  /** Last level of its topic: lower-case letters, digits and "-". */
  name: string;
  /** What people call it: what is told of it begins so. Its name where its author gives no label. */
  label: string;
  kind: ActuatorKind;
  part: Drivable;
  behaviour: Behaviour;
  /** As its author gave them. */
  options: ActuatorOptions;
  acceptsRetained: boolean;
  /** Its value at start; and, when it is one that is kept, `LAST` or `KEEP`, when the storage holds none. */
  startValue: number;
  keeping: number;
  minimumOn: number;
  minimumOff: number;
  /** Does it refuse what asks it to leave its rest too early? Otherwise that waits. */
  refuses: boolean;
  /** How often it may leave its rest; `undefined`: always. */
  startLimit: StartLimit | undefined;
  maximumOn: number;
  offlineAfter: number;
  offlineValue: number;
  /** The names of those that must be at rest before this one is not, and their places in the device's list. */
  notWith: string[];
  rivals: number[];
  /** What sensors must read while it is out of its rest, as its author gave it: all of any one of these. None: nothing. */
  permittedBy: Requirements[];
  /** The same as places and numbers, and in words for the problem topic. */
  requirements: Requirement[];
  permissionWords: string;
  /** The sensor that confirms it, and its place in the device's list; `undefined`: nothing does. */
  confirmedBy: Confirmation | undefined;
  witness: number;
  witnessAtRest: number;
  witnessWithin: number;
  /** The bounds of its value. */
  leastValue: number;
  mostValue: number;
  /** Has it a brightness, as lights may? Asked of every kind: on a board none is known. */
  dimmable: boolean;
}

/** The declaration of an actuator without any policy, at rest at start. */
export function newDeclaration(
  name: string,
  kind: ActuatorKind,
  part: Drivable,
  behaviour: Behaviour,
  options: ActuatorOptions,
): ActuatorDeclaration {
  return {
    name,
    label: options.label === undefined ? name : options.label,
    kind,
    part,
    behaviour,
    options,
    acceptsRetained: options.retainedCommands === true,
    startValue: 0,
    keeping: FORGETS,
    minimumOn: 0,
    minimumOff: 0,
    refuses: refusesAsKind(kind),
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
  };
}

/** Puts the policies of `options` into a declaration; `active` is the word for the state out of rest. */
export function withPolicies<State extends string>(
  declaration: ActuatorDeclaration,
  options: PolicyOptions<State>,
  active: State,
  activeValue: number,
): ActuatorDeclaration {
  const { atStart, minimumOn, maximumOn, whenOffline, notWith, onlyWhile, orWhile } = options;
  if (atStart === active) startAt(declaration, activeValue);
  if (atStart === "last") keepState(declaration, LAST);
  if (atStart === "keep") keepState(declaration, KEEP);
  if (minimumOn !== undefined) declaration.minimumOn = minimumOn;
  if (maximumOn !== undefined) limitTo(declaration, maximumOn);
  if (whenOffline !== undefined) {
    declaration.offlineAfter = whenOffline.after;
    declaration.offlineValue = whenOffline.state === active ? activeValue : 0;
  }
  if (notWith !== undefined) declaration.notWith = typeof notWith === "string" ? [notWith] : notWith;
  if (onlyWhile !== undefined) declaration.permittedBy.push(onlyWhile);
  if (orWhile !== undefined) {
    for (let i = 0; i < orWhile.length; i++) declaration.permittedBy.push(orWhile[i] as Requirements);
  }
  return withRest(declaration, options);
}

/** Puts what confirms it into a declaration. */
export function withConfirmation(
  declaration: ActuatorDeclaration,
  confirmedBy: Confirmation | undefined,
): ActuatorDeclaration {
  declaration.confirmedBy = confirmedBy;
  if (confirmedBy !== undefined) {
    if (confirmedBy.within !== undefined) declaration.witnessWithin = confirmedBy.within;
  }
  return declaration;
}

/** It has this value at start. */
export function startAt(declaration: ActuatorDeclaration, value: number): void {
  declaration.startValue = value;
}

/** It has the value of before at start: `keeping` is `LAST` or `KEEP`. */
export function keepState(declaration: ActuatorDeclaration, keeping: number): void {
  declaration.keeping = keeping;
}

/** It goes to its rest by itself after so many milliseconds. */
export function limitTo(declaration: ActuatorDeclaration, ms: number): void {
  declaration.maximumOn = ms;
}

/** Its value lies in these bounds. */
export function setBounds(declaration: ActuatorDeclaration, least: number, most: number): void {
  declaration.leastValue = least;
  declaration.mostValue = most;
}
