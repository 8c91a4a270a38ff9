// An actuator while the device runs: it drives its part and says what state it is in. What comes in is in command.ts.
import { elapsed } from "../bytes/milliseconds.ts";
import { BUTTONS, DIMMERS } from "../features.ts";
import type { Client } from "../mqtt/client.ts";
import { publish } from "../mqtt/outbox.ts";
import type { Publication } from "../mqtt/publication.ts";
import type { Subscriber } from "../mqtt/subscriptions.ts";
import type { Drivable } from "../reading/part.ts";
import type { ActuatorDeclaration, Behaviour } from "./actuators/declaration.ts";
import type { ActingHealth } from "./health.ts";

/** Whether the part has followed: it has, as far as anyone knows; not yet; not in time. */
export const SETTLED = 0;
export const MOVING = 1;
export const STUCK = 2;

/** A state is told at most so often. One that changes faster is told when the time has passed, as it then is. */
export const STATE_PAUSE_MS = 100;

/** An actuator while the device runs. It subscribes to its own command topic. */
export interface Actuator extends Subscriber {
  part: Drivable;
  behaviour: Behaviour;
  declared: ActuatorDeclaration;
  /** 0 is at rest: off, locked, closed. Otherwise 1, a brightness, the number, or the place of the option. */
  value: number;
  /** The brightness that "on" brings back. */
  level: number;
  obeysRetained: boolean;
  client: Client;
  health: ActingHealth;
  publication: Publication;
  /** Is the broker still to be told the state, and when was it last? */
  untold: boolean;
  toldAt: number;
  /** The last command when it was none that it knows, in quotes; "" otherwise. */
  misunderstood: string;
  /** When its value last left or reached 0, and whether it must stay there for its minimum time. */
  changedAt: number;
  held: boolean;
  /** A command waits: for the minimum time, or for those that it must not be on with. It asks for this value. */
  deferred: boolean;
  deferredValue: number;
  /** Those that must be at rest before it is not. */
  rivals: Actuator[];
  /** It was brought to its safe state, in this time without the broker. */
  fellBack: boolean;
  /** Has the part followed? `SETTLED`, `MOVING` or `STUCK`; and since when is it `MOVING`. */
  phase: number;
  movedAt: number;
  /** Of a light with brightness: the publication of that. */
  brightness: Publication | undefined;
}

/** Brings the part to a value, if it is not there. */
export function bring(actuator: Actuator, value: number): void {
  if (value === actuator.value) return;
  actuator.value = value;
  if (DIMMERS && value !== 0) actuator.level = value;
  drive(actuator);
}

/** Drives the part to where its value says. */
export function drive(actuator: Actuator): void {
  actuator.part.drive(actuator.part, actuator.behaviour.driven(actuator.declared, actuator.value));
}

/** Tells the state now, or soon when it was told a moment ago. */
export function answer(actuator: Actuator): void {
  if (BUTTONS && !actuator.behaviour.tells) return;
  if (untilTold(actuator) > 0) {
    actuator.untold = true;
    actuator.health.stirred = true;
  } else tellState(actuator);
}

/** Milliseconds until the state may be told again; 0 or less: now. */
export function untilTold(actuator: Actuator): number {
  return STATE_PAUSE_MS - elapsed(actuator.client.instant, actuator.toldAt);
}

/** Publishes the state. */
export function tellState(actuator: Actuator): void {
  const client = actuator.client;
  actuator.toldAt = client.instant;
  const outcome = publish(client, actuator.publication, actuator.behaviour.say(actuator));
  actuator.untold = outcome !== "kept" && outcome !== "sent";
  if (DIMMERS && actuator.brightness !== undefined) tellBrightness(actuator, actuator.brightness);
}

function tellBrightness(actuator: Actuator, publication: Publication): void {
  const outcome = publish(actuator.client, publication, "" + actuator.level);
  if (outcome !== "kept" && outcome !== "sent") actuator.untold = true;
}
