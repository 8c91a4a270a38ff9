// An actuator's declaration as a board has it: numbers and indexes, where its author wrote times and names.
import type { Drivable, Knob } from "../../../reading/part.ts";
import type { StartLimit } from "../starts.ts";
import type { Behaviour } from "./behaviour.ts";

/**
 * One reading that an actuator's permission needs, within bounds that are in it.
 *
 * A list of them is flat: groups one behind the other, whose ends `isLast` marks. A group holds when all of
 * it hold, and the permission is given when one group holds. Who reads the list begins with "holds", loses
 * that by what fails, answers yes when it still holds at a group's end, and otherwise begins the next group
 * with "holds" again.
 */
export interface Requirement {
  /** The sensor's place in the device's list. */
  sensorAt: number;
  least: number;
  most: number;
  /** Is it the last of its group? */
  isLast: boolean;
}

/**
 * Whether its state is kept in the storage for the next start: no; yes; only for a start without a loss of
 * power.
 */
export const FORGETS = 0;
export const LAST = 1;
export const KEEP = 2;
type Keeping = typeof FORGETS | typeof LAST | typeof KEEP;

/** The knob that turns an actuator. */
export interface Turning {
  knob: Knob;
  /** The change of the value by a step of it. */
  step: number;
  /** Its position when the actuator last followed it. */
  followed: number;
}

/** The way of a brightness to its target. */
export interface Ramp {
  ms: number;
  /** Its present place, its start, and its end. */
  at: number;
  from: number;
  to: number;
  since: number;
}

/** A text that an actuator has besides its value: as a part of its state it is kept with that. */
export interface OwnText {
  text: string;
  /** May it have this text? A kept one may be another image's. */
  takes(this: void, declaration: DeclaredActuator, text: string): boolean;
}

/** Times are milliseconds; 0 is none. A value of 0 is at rest: off, locked, closed. */
export interface DeclaredActuator {
  /** Last level of its topic: lower-case letters, digits and "-". */
  name: string;
  /**
   * Its name for people: reports begin with it. It is the actuator's name where its author gives no label.
   */
  label: string;
  part: Drivable;
  behaviour: Behaviour;
  acceptsRetained: boolean;
  /** Does it obey sealed commands alone? */
  isSealed: boolean;
  /** Its value at start; for a kept one, `LAST` or `KEEP`, and the value for an empty storage. */
  startValue: number;
  keeping: Keeping;
  minimumOn: number;
  minimumOff: number;
  /** Does it refuse a request to leave its rest too early? Otherwise that waits. */
  refuses: boolean;
  /** The limit on leaving its rest; `undefined` for none. */
  startLimit: StartLimit | undefined;
  maximumOn: number;
  offlineAfter: number;
  offlineValue: number;
  /** Indexes in the device's list of actuators that must be at rest before this one is not. */
  rivals: number[];
  /**
   * The required readings while it is out of its rest, and the same in words for the problem topic. An empty
   * list requires nothing.
   */
  requirements: Requirement[];
  permissionWords: string;
  /** The index of the sensor that confirms it; -1 for none. */
  witness: number;
  witnessAtRest: number;
  witnessWithin: number;
  /** The bounds of its value. */
  leastValue: number;
  mostValue: number;
  /** Does it have a brightness, as lights may? Asked of every kind: a board does not know kinds. */
  dimmable: boolean;
  /** Of a light with a colour: the colour at start. */
  colour: number;
  /** The knob that people turn it by. */
  turning: Turning | undefined;
  /** The ramp of a light with one. */
  ramp: Ramp | undefined;
  /** The text of an actuator whose state is one. */
  ownText: OwnText | undefined;
}

/** In place of a colour, which is 0 or more: it has none. */
export const NO_COLOUR = -1;

/** It has this value at start. */
export function startAt(declaration: DeclaredActuator, value: number): void {
  declaration.startValue = value;
}

/** The actuator has this text from now on. */
export function writeText(own: OwnText, text: string): void {
  own.text = text;
}

/** It has this colour at start. */
export function startColour(declaration: DeclaredActuator, colour: number): void {
  declaration.colour = colour;
}
