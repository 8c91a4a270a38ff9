// An actuator's declaration as a board has it: numbers and indexes, where its author wrote times and names.
import type { Drivable, Knob } from "../../../reading/part.ts";
import type { StartLimit } from "../starts.ts";
import type { Behaviour } from "./behaviour.ts";

/**
 * One reading that an actuator's permission needs, within bounds that are in it.
 *
 * A list of them is flat: groups one behind the other, whose ends `isLast` marks. A group holds when all of it hold, and
 * the permission is given when one group holds. Who reads the list begins with "holds", loses that by what fails, answers
 * yes when it still holds at a group's end, and otherwise begins the next group with "holds" again.
 */
export interface Requirement {
  /** The sensor's place in the device's list. */
  sensorAt: number;
  least: number;
  most: number;
  /** Is it the last of its group? */
  isLast: boolean;
}

/** Whether its state is kept in the storage for the next start: no; yes; only for a start without a loss of power. */
export const FORGETS = 0;
export const LAST = 1;
export const KEEP = 2;
export type Keeping = typeof FORGETS | typeof LAST | typeof KEEP;

/** The knob that an actuator is turned by. */
export interface Turning {
  knob: Knob;
  /** What a step of it makes of the value. */
  step: number;
  /** Its position when the actuator went with it last. */
  followed: number;
}

/** The way of a brightness to its target. */
export interface Ramp {
  ms: number;
  /** Where it is, where it began, and where it ends. */
  at: number;
  from: number;
  to: number;
  since: number;
}

/** A text that an actuator has besides its value: as a part of its state it is kept with that. */
export interface OwnText {
  text: string;
  /** May it have this one? What was kept may be another image's. */
  takes(this: void, declaration: DeclaredActuator, text: string): boolean;
}

/** Times are milliseconds; 0 is none. A value of 0 is at rest: off, locked, closed. */
export interface DeclaredActuator {
  /** Last level of its topic: lower-case letters, digits and "-". */
  name: string;
  /** What people call it: what is told of it begins so. Its name where its author gives no label. */
  label: string;
  part: Drivable;
  behaviour: Behaviour;
  acceptsRetained: boolean;
  /** Its value at start; and, when it is one that is kept, `LAST` or `KEEP`, when the storage holds none. */
  startValue: number;
  keeping: Keeping;
  minimumOn: number;
  minimumOff: number;
  /** Does it refuse what asks it to leave its rest too early? Otherwise that waits. */
  refuses: boolean;
  /** How often it may leave its rest; `undefined`: always. */
  startLimit: StartLimit | undefined;
  maximumOn: number;
  offlineAfter: number;
  offlineValue: number;
  /** The places in the device's list of those that must be at rest before this one is not. */
  rivals: number[];
  /** What sensors must read while it is out of its rest, and the same in words for the problem topic. None: nothing. */
  requirements: Requirement[];
  permissionWords: string;
  /** The place of the sensor that confirms it; -1: nothing does. */
  witness: number;
  witnessAtRest: number;
  witnessWithin: number;
  /** The bounds of its value. */
  leastValue: number;
  mostValue: number;
  /** Has it a brightness, as lights may? Asked of every kind: on a board none is known. */
  dimmable: boolean;
  /** Of a light with a colour: the colour at start. */
  colour: number;
  /** The knob that people turn it by. */
  turning: Turning | undefined;
  /** Of a light that takes its time. */
  ramp: Ramp | undefined;
  /** Of one whose state is a text. */
  ownText: OwnText | undefined;
}

/** Of what has none: colours are 0 or more. */
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
