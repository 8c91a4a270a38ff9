// A fault of a declaration: a sentence, and the thing that it is about, by which a build finds the line.
import type { ActuatorDeclaration } from "../device/declare/actuators/declaration.ts";

export interface Fault {
  /** A fault: what was given, and what is allowed. */
  sentence: string;
  /**
   * The faulty thing, which its author made by a call of a ringmote function: the device, a sensor, a filter,
   * a part, a rule.
   */
  of: object;
  /** The way to the option among the call's arguments, from outside to inside. Empty: the call as a whole. */
  option: readonly string[];
}

/** `option`: its name, or the way to it, as "whenOffline.after". "" is the call as a whole. */
export function fault(of: object, option: string, sentence: string): Fault {
  return { sentence, of, option: option.split(".").filter((name) => name !== "") };
}

/** The sentences alone, for a caller without a source to point at. */
export function sentencesOf(faults: readonly Fault[]): string[] {
  return faults.map(({ sentence }) => sentence);
}

/** An actuator, as its faults begin: `The lock "door"`. */
export function called({ kind, name }: ActuatorDeclaration): string {
  return `The ${kind} "${name}"`;
}
