// Behaviour that differs between kinds of actuators: how a kind understands commands, says its
// state and drives its part, and the words by which rules name its states. What only a computer
// asks of a kind is in src/kinds.
import type { Actuator } from "../actuator.ts";
import type { DeclaredActuator } from "./declared-actuator.ts";

export type TwoStates = readonly [atRest: string, other: string];

/** One record for all actuators of the kind. */
export interface Behaviour {
  /** The value of a command, or `NOT_UNDERSTOOD`. */
  understand(this: void, actuator: Actuator, payload: string): number;
  /** The state in words, as it is published. */
  stateText(this: void, actuator: Actuator): string;
  /** The value for the part that belongs to a value of the actuator. */
  driveValue(this: void, declaration: DeclaredActuator, value: number): number;
  /** The allowed commands, as a sentence without its full stop. */
  allows(this: void, declaration: DeclaredActuator): string;
  /** Does it have a state to publish? */
  hasState: boolean;
  /**
   * The words for its two states, the one at rest first; `undefined` where it has other than two. No board
   * asks.
   */
  states: TwoStates | undefined;
  /** The value of a word of its own, where it has others than two states. No board asks. */
  valueOfWord?(this: void, declaration: DeclaredActuator, word: string): number | undefined;
  /**
   * Does it refuse a command that comes too early, unless its author lets it wait? To obey it late would do
   * harm.
   */
  refusesEarly: boolean;
}

/** No command means this value: those are 0 or more, or a number within a billion of 0. */
export const NOT_UNDERSTOOD = -2147483647;
