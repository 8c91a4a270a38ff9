// An actuator while the device runs. The words for what happens to it, here and in the files around:
//
//   a command is received and handled: it is understood or refused, and then applied (command.ts)
//   a policy defers a command, or makes one of its own (policies.ts); so does a rule (rules/poll-rules.ts)
//   an actuator is set to a value; its part is driven; its state is published
import { colourText, dimmed } from "../../bytes/colour.ts";
import { elapsed } from "../../bytes/milliseconds.ts";
import { BUTTONS, COLOURS, DIMMERS, POLICIES, RAMPS } from "../../features.ts";
import type { Client } from "../../mqtt/client.ts";
import { publish } from "../../mqtt/outbox.ts";
import type { Publication } from "../../mqtt/publication.ts";
import type { Subscriber } from "../../mqtt/subscriptions.ts";
import type { Drivable } from "../../reading/part.ts";
import type { Behaviour } from "./actuators/behaviour.ts";
import { type DeclaredActuator, NO_COLOUR } from "./actuators/declared-actuator.ts";
import { type ActingDevice, stir } from "./automation-state.ts";
import type { Permission } from "./permission.ts";

/** Has the part followed? Yes, as far as anyone knows; not yet; or not in time. */
export const SETTLED = 0;
export const MOVING = 1;
export const STUCK = 2;
export type Phase = typeof SETTLED | typeof MOVING | typeof STUCK;

/**
 * The shortest time between two published states. One that changes faster is published after it, as it then
 * is.
 */
export const STATE_PAUSE_MS = 100;

/** An actuator while the device runs. It subscribes to its own command topic. */
export interface Actuator extends Subscriber {
  part: Drivable;
  behaviour: Behaviour;
  declaration: DeclaredActuator;
  /** 0 is at rest: off, locked, closed. Otherwise 1, a brightness, the number, or the index of the option. */
  value: number;
  /** The brightness that "on" brings back. */
  level: number;
  acceptsRetained: boolean;
  client: Client;
  /** The device that acts: it gathers what its actuators have to say. */
  device: ActingDevice;
  publication: Publication;
  /** Is the state still to be published, and when was it last? */
  unpublished: boolean;
  publishedAt: number;
  /** The reason why its last command was refused, in words; "" when it was not. */
  refusalWords: string;
  /** When its value last left or reached 0, and whether it must stay there for its minimum time. */
  changedAt: number;
  held: boolean;
  /** A command waits: for the minimum time, or for interlocked actuators. It asks for this value. */
  deferred: boolean;
  deferredValue: number;
  /** Was it requested to leave its rest too early, and by whom? As in refusal.ts. */
  tooEarly: number;
  /** The moment of the last command that came too early: for a while from then on it is a problem. */
  refusedAt: number;
  /** Its interlock: all of these must be at rest before it leaves its own rest. */
  rivals: Actuator[];
  /** Do its sensors permit it to leave its rest? */
  permission: Permission;
  /** It was set to its safe state, in this time without the broker. */
  fellBack: boolean;
  /** Has the part followed? And the time since it has been `MOVING`. */
  phase: Phase;
  movedAt: number;
  /** The publication of a light's brightness. */
  brightness: Publication | undefined;
  /** The colour of a light, and its publication. */
  colour: number;
  shownColour: Publication | undefined;
}

/** Sets it to a value and drives its part, if the value is new. */
export function setValue(actuator: Actuator, value: number): void {
  if (value === actuator.value) return;
  actuator.value = value;
  if (DIMMERS && value !== 0) actuator.level = value;
  if (RAMPS && actuator.declaration.ramp !== undefined) stir(actuator.device.acting);
  else drivePart(actuator);
}

/** The brightness, or the value, that "on" brings: a waiting one, or the last one. */
export function levelOfOn(actuator: Actuator): number {
  return POLICIES && actuator.deferred && actuator.deferredValue !== 0
    ? actuator.deferredValue
    : actuator.level;
}

/** Drives the part to its value, or as far as its ramp has come. */
export function drivePart(actuator: Actuator): void {
  const ramp = RAMPS ? actuator.declaration.ramp : undefined;
  driveTo(actuator, ramp === undefined ? actuator.value : ramp.at);
}

/** Drives the part to a value. @inline */
export function driveTo(actuator: Actuator, value: number): void {
  if (COLOURS && actuator.colour !== NO_COLOUR) {
    actuator.part.drive(actuator.part, dimmed(actuator.colour, value));
    return;
  }
  actuator.part.drive(actuator.part, actuator.behaviour.driveValue(actuator.declaration, value));
}

/** Publishes the state now, or soon when it was published a moment ago. */
export function publishState(actuator: Actuator): void {
  if (BUTTONS && !actuator.behaviour.hasState) return;
  if (untilNextState(actuator) > 0) {
    actuator.unpublished = true;
    stir(actuator.device.acting);
  } else publishStateNow(actuator);
}

/** Milliseconds until the state may be published again; 0 or less: now. */
export function untilNextState(actuator: Actuator): number {
  return STATE_PAUSE_MS - elapsed(actuator.client.instant, actuator.publishedAt);
}

/** Publishes the state, however recently it was published. */
export function publishStateNow(actuator: Actuator): void {
  const client = actuator.client;
  actuator.publishedAt = client.instant;
  const outcome = publish(client, actuator.publication, actuator.behaviour.stateText(actuator));
  actuator.unpublished = outcome !== "kept" && outcome !== "sent";
  if (DIMMERS && actuator.brightness !== undefined) publishBrightness(actuator, actuator.brightness);
  if (COLOURS && actuator.shownColour !== undefined) publishColour(actuator, actuator.shownColour);
}

function publishBrightness(actuator: Actuator, publication: Publication): void {
  const outcome = publish(actuator.client, publication, "" + actuator.level);
  if (outcome !== "kept" && outcome !== "sent") actuator.unpublished = true;
}

function publishColour(actuator: Actuator, publication: Publication): void {
  const outcome = publish(actuator.client, publication, colourText(actuator.colour));
  if (outcome !== "kept" && outcome !== "sent") actuator.unpublished = true;
}

/** Its state is still to be published. @inline */
export function oweState(actuator: Actuator): void {
  actuator.unpublished = true;
}

/** It has this colour from now on, and shows it when its part is driven next. @inline */
export function takeColour(actuator: Actuator, colour: number): void {
  actuator.colour = colour;
}

/** It has a value that it was not set to: somebody has moved its part by hand. @inline */
export function adoptValue(actuator: Actuator, value: number): void {
  actuator.value = value;
}

/** A command for `value` waits, or is done. @inline */
export function noteDeferred(actuator: Actuator, deferred: boolean, value: number): void {
  actuator.deferred = deferred;
  actuator.deferredValue = value;
}

/** It has come on or gone off. @inline */
export function noteSwitched(actuator: Actuator, instant: number): void {
  actuator.changedAt = instant;
}

/** Notes how far it is confirmed. @inline */
export function enterPhase(actuator: Actuator, phase: Phase): void {
  actuator.phase = phase;
}
