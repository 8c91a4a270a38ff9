// Commands to an actuator: understood or refused, and then done, by whatever policies it has.
import { later } from "../bytes/milliseconds.ts";
import { BUTTONS, POLICIES, RULES } from "../features.ts";
import type { Client } from "../mqtt/client.ts";
import type { Publication } from "../mqtt/publication.ts";
import { type Actuator, answer, bring, SETTLED, STATE_PAUSE_MS } from "./actuator.ts";
import { type ActuatorDeclaration, NOT_UNDERSTOOD } from "./actuators/declaration.ts";
import type { ActingHealth } from "./health.ts";
import { obey, startPolicies } from "./policies.ts";

/** The running actuator of a declaration; its part already is at its start value. */
export function runningActuator(
  declaration: ActuatorDeclaration,
  client: Client,
  health: ActingHealth,
  publication: Publication,
  now: number,
): Actuator {
  const value = declaration.startValue;
  const actuator: Actuator = {
    part: declaration.part,
    behaviour: declaration.behaviour,
    declared: declaration,
    value,
    level: value !== 0 ? value : declaration.mostValue,
    obeysRetained: declaration.obeysRetained,
    client,
    health,
    publication,
    untold: !BUTTONS || declaration.behaviour.tells,
    toldAt: later(now, 2147483647 - STATE_PAUSE_MS),
    misunderstood: "",
    changedAt: now,
    held: false,
    deferred: false,
    deferredValue: 0,
    rivals: [],
    fellBack: false,
    phase: SETTLED,
    movedAt: now,
    brightness: undefined,
    deliver,
  };
  if (POLICIES) startPolicies(actuator);
  return actuator;
}

/** A command has come in. */
function deliver(actuator: Actuator, payload: string, retained: boolean): void {
  if (retained && !actuator.obeysRetained) return;
  take(actuator, actuator.behaviour.understand(actuator, payload), payload);
}

/** Takes a command that asks for `value`, or one that was not understood. */
export function take(actuator: Actuator, value: number, payload: string): void {
  if (value === NOT_UNDERSTOOD) {
    actuator.health.refusedCommands += 1;
    // Each is told, also when it says what the one before said: whoever sent it waits for an answer.
    actuator.health.changed = true;
    actuator.misunderstood = quoted(payload);
    return;
  }
  if (actuator.misunderstood !== "") actuator.health.changed = true;
  actuator.misunderstood = "";
  order(actuator, value);
}

/** Of a command that was not understood so many characters are told. */
const TOLD_CHARS = 20;

/**
 * What came, in quotes, as everybody may see it: ASCII, short, and nothing of what stands behind a "=": settings that were sent to
 * the wrong topic hold secrets there. @cold
 */
function quoted(payload: string): string {
  let text = "";
  let i = 0;
  while (i < payload.length && i < TOLD_CHARS && payload.charCodeAt(i) !== 61) {
    const char = payload.charCodeAt(i);
    text = text + (char < 32 || char > 126 ? "?" : String.fromCharCode(char));
    i += 1;
  }
  return '"' + text + (i < payload.length ? '..."' : '"');
}

/** Brings it to `value`, now or when its policies let it, and tells its state. */
export function order(actuator: Actuator, value: number): void {
  if (POLICIES) obey(actuator, value);
  else bring(actuator, value);
  if (RULES) actuator.health.stirred = true;
  // Also when nothing changed: whoever asked is waiting for the answer.
  answer(actuator);
}
