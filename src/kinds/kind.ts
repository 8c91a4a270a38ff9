// A kind of actuator, as only a computer needs it: its options, their possible faults, and its entity in Home
// Assistant. Its work on a board stands in the kind's own file in src/device/declare/actuators.
import type { Check, WrongOption } from "../arguments/given.ts";
import type { ActuatorDeclaration } from "../device/declare/actuators/declaration.ts";

/** What an option must be, and what is wrong with one, for what is joined of several parts too. */
export type { Check, WrongOption };

/** What Home Assistant is told of an entity, by its abbreviations. */
export type Told = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** `Declared`: what its functions declare. */
export interface Kind<Declared extends ActuatorDeclaration = ActuatorDeclaration> {
  /** The functions that declare one. */
  makers: readonly ((name: string, ...rest: never[]) => ActuatorDeclaration)[];
  /** The options that these take, each with what it must be. */
  options: Readonly<Record<string, Check>>;
  /**
   * The option that its longest time out of rest is given by, and what that is called in a sentence;
   * `maximumOn` by default.
   */
  longestTime?(this: void, actuator: Declared): { option: string; shown: string };
  /** What is wrong with one besides what is looked at in every kind. The sentences go on behind its name. */
  faults?(this: void, actuator: Declared): WrongOption[];
  /** What it may be, as a rule names it, in words. */
  states(this: void, actuator: Declared): string;
  /** Its device classes, as the page of Home Assistant's MQTT integration for the platform has them. */
  classes: readonly string[];
  /** The class that it has where its author gives none. */
  usualClass?: string;
  /** Of numbers, which have the classes of sensors instead: its unit; "" is none. */
  unit?(this: void, actuator: Declared): string;
  /** Does Home Assistant name an entity without a name by its class? */
  isNamedByClass: boolean;
  /** Its platform in Home Assistant where that is not its kind. */
  platform?(this: void, actuator: Declared): string;
  /** What Home Assistant is told besides its topics: its words where that expects others, and its bounds. */
  entity(this: void, actuator: Declared): Told;
  /**
   * Is it harmless when it obeys a command after it was away? At QoS 1 the broker keeps what is sent to it in
   * the moments before its loss is noticed. A bolt, a valve, a siren and a push of a button are meant for
   * their moment, and so is what may not stay on for long, or not without the broker.
   */
  mayObeyLate(this: void, actuator: Declared): boolean;
}

/** Of what is switched: may it stay as it is for long, and without the broker? */
export function mayStay({ maximumOn, offlineAfter }: ActuatorDeclaration): boolean {
  return maximumOn === 0 && offlineAfter === 0;
}

/** Of what is meant for its moment. */
export function never(): boolean {
  return false;
}
