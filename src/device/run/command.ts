// Commands to an actuator: understood or refused, and then applied as its policies let it.
import { later } from "../../bytes/milliseconds.ts";
import { BUTTONS, CONFIRMATIONS, ONLY_WHILE, POLICIES, RAMPS, REFUSALS, RULES } from "../../features.ts";
import { publish } from "../../mqtt/outbox.ts";
import { counted } from "../../mqtt/outcome.ts";
import { type Publication, prepare, topicOf } from "../../mqtt/publication.ts";
import { type Actuator, publishState, SETTLED, STATE_PAUSE_MS, STUCK, setValue } from "./actuator.ts";
import { NOT_UNDERSTOOD } from "./actuators/behaviour.ts";
import type { DeclaredActuator } from "./actuators/declared-actuator.ts";
import { startRamp } from "./actuators/ramp.ts";
import { type ActingDevice, stir } from "./automation-state.ts";
import { NOTHING_WRONG, noteChange } from "./health.ts";
import { firstValue, PERMISSION_REFUSED, PERMITTED } from "./permission.ts";
import { setOrDefer, startPolicies } from "./policies.ts";
import { answerRefused, isRefused, NOT_REFUSED, refuseIfEarly, tellUnheard } from "./refusal.ts";
import { problemTopic } from "./topics.ts";

/** The first words of a report that a command was not understood. */
export const MISUNDERSTOOD = "not understood: ";

/** The running actuator of a declaration; its part already is at its start value. */
export function runningActuator(
  declaration: DeclaredActuator,
  device: ActingDevice,
  publication: Publication,
  now: number,
): Actuator {
  const value = firstValue(declaration);
  const actuator: Actuator = {
    part: declaration.part,
    behaviour: declaration.behaviour,
    declaration: declaration,
    value,
    level: value !== 0 ? value : declaration.mostValue,
    acceptsRetained: declaration.acceptsRetained,
    client: device.client,
    device,
    publication,
    unpublished: !BUTTONS || declaration.behaviour.hasState,
    publishedAt: later(now, 2147483647 - STATE_PAUSE_MS),
    refusalWords: "",
    changedAt: now,
    held: false,
    deferred: false,
    deferredValue: 0,
    tooEarly: NOT_REFUSED,
    refusedAt: now,
    rivals: [],
    permission: PERMITTED,
    fellBack: false,
    phase: SETTLED,
    movedAt: now,
    brightness: undefined,
    colour: declaration.colour,
    shownColour: undefined,
    deliver,
  };
  if (RAMPS && declaration.ramp !== undefined) startRamp(declaration.ramp, value);
  if (POLICIES) startPolicies(actuator);
  return actuator;
}

/** A command has come in. */
function deliver(actuator: Actuator, payload: string, retained: boolean): void {
  if (retained && !actuator.acceptsRetained) return;
  handleCommand(actuator, actuator.behaviour.understand(actuator, payload), payload);
}

/** Applies a command for `value`, or refuses one that was not understood. */
export function handleCommand(actuator: Actuator, value: number, payload: string): void {
  endCommand(
    actuator,
    value === NOT_UNDERSTOOD ? notUnderstood(actuator, payload) : refusalOf(actuator, value),
  );
}

/** Refuses a command with these words, without a look at what it asks for. @cold */
export function refuseCommand(actuator: Actuator, words: string): void {
  endCommand(actuator, words);
}

/** Notes that a command was refused, for the reason `words`, or obeyed, which is "". */
function endCommand(actuator: Actuator, words: string): void {
  const wasRefused = actuator.refusalWords !== "";
  actuator.refusalWords = words;
  if (wasRefused || words !== "") answer(actuator);
}

/** A command without a value was obeyed. @cold */
export function endWithoutValue(actuator: Actuator): void {
  publishState(actuator);
  endCommand(actuator, "");
}

/** Applies a command. Returns why it is refused, in words, or "". */
function refusalOf(actuator: Actuator, value: number): string {
  applyCommand(actuator, value);
  if (ONLY_WHILE && actuator.permission === PERMISSION_REFUSED) return actuator.declaration.permissionWords;
  return REFUSALS && isRefused(actuator) ? answerRefused(actuator) : "";
}

/**
 * Reports that the command was refused, or that it was not. Each report is published, even if it repeats the
 * last one: the sender waits for it. @cold
 */
function answer(actuator: Actuator): void {
  noteChange(actuator.device.health);
  const publication = prepare(problemTopic(topicOf(actuator.publication)), 0, false, "reject");
  const words = actuator.refusalWords === "" ? NOTHING_WRONG : actuator.refusalWords;
  counted(actuator.client, publish(actuator.client, publication, words));
}

/** @cold */
function notUnderstood({ behaviour, declaration }: Actuator, payload: string): string {
  return MISUNDERSTOOD + quoted(payload) + "; " + behaviour.allows(declaration);
}

/** The most characters of a misunderstood command that are published. */
const QUOTED_CHARS = 20;

/**
 * The command in quotes, for everybody to see: ASCII, short, and without anything after a "=": settings that
 * were sent to the wrong topic hold secrets there. @cold
 */
function quoted(payload: string): string {
  let text = "";
  let i = 0;
  while (i < payload.length && i < QUOTED_CHARS && payload.charCodeAt(i) !== 61) {
    const char = payload.charCodeAt(i);
    text = text + (char < 32 || char > 126 ? "?" : String.fromCharCode(char));
    i += 1;
  }
  return '"' + text + (i < payload.length ? '..."' : '"');
}

/** The device itself requests a value of an actuator. No sender of a command waits for an answer. */
export function requestValue(actuator: Actuator, value: number): void {
  const isOther = (POLICIES && actuator.deferred) || (CONFIRMATIONS && actuator.phase === STUCK);
  if (isOther || value !== actuator.value) applyCommand(actuator, value);
  if (REFUSALS && value !== 0) tellUnheard(actuator);
}

/** Sets it to `value`, now or when its policies permit, unless they refuse it, and publishes its state. */
function applyCommand(actuator: Actuator, value: number): void {
  if (REFUSALS && refuseIfEarly(actuator, value)) stir(actuator.device.acting);
  else if (POLICIES) setOrDefer(actuator, value);
  else setValue(actuator, value);
  if (RULES) stir(actuator.device.acting);
  // Also when nothing has changed: the sender waits for the answer.
  publishState(actuator);
}
