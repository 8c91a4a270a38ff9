// The answer to a command, for the program that sent it: the state that holds now, or why the command is
// refused or waits. It goes where the command says (mqtt/version-5/wanted-answer.ts).
import { colourText } from "../../bytes/colour.ts";
import { BUTTONS, INTERLOCKS, MINIMUM_TIMES } from "../../features.ts";
import type { Subscriber } from "../../mqtt/subscriptions.ts";
import { userProperty } from "../../mqtt/version-5/property-bytes.ts";
import { endAnswering, giveAnswer } from "../../mqtt/version-5/wanted-answer.ts";
import type { Actuator } from "./actuator.ts";
import { waitingWords } from "./actuator-fault.ts";
import { noteChange } from "./health.ts";

interface Replying extends Subscriber {
  actuator: Actuator;
  taker: Subscriber;
  words: StateWords;
}

/** The state of an actuator at one of its topics, in words. */
type StateWords = (this: void, actuator: Actuator) => string;

/**
 * Takes commands to the actuator as `taker` does (the actuator itself, or the taker of a light's brightness
 * or colour), and answers those that want an answer. @cold
 */
export function replying(actuator: Actuator, taker: Subscriber, words: StateWords): Subscriber {
  const subscriber: Replying = { actuator, taker, words, deliver };
  return subscriber;
}

function deliver(own: Replying, payload: string, retained: boolean, topic: string): void {
  const { actuator, taker } = own;
  taker.deliver(taker, payload, retained, topic);
  reply(actuator, own.words(actuator));
}

/** Its state, or for a button its action. */
export function stateWords(actuator: Actuator): string {
  return BUTTONS && !actuator.behaviour.hasState ? "pressed" : actuator.behaviour.stateText(actuator);
}

export function brightnessWords(actuator: Actuator): string {
  return "" + actuator.value;
}

/** Black where the light is off, as it takes it. */
export function colourWords(actuator: Actuator): string {
  return colourText(actuator.value === 0 ? 0 : actuator.colour);
}

/**
 * Answers the command that was just handled, if it wants an answer. The actuator has this state now. @cold
 */
function reply(actuator: Actuator, state: string): void {
  const { client, refusalWords } = actuator;
  const wanted = client.wantedAnswer;
  if (wanted === undefined) return;
  const waits = MINIMUM_TIMES || INTERLOCKS ? waitingWords(actuator) : "";
  if (refusalWords !== "") giveAnswer(client, wanted, refusalWords, outcome("refused"));
  else if (waits !== "") giveAnswer(client, wanted, waits, outcome("waiting"));
  else giveAnswer(client, wanted, state, outcome("done"));
  if (endAnswering(wanted)) noteChange(actuator.device.health);
}

/** The outcome of the command, beside the words. */
function outcome(word: string): string {
  return userProperty("outcome", word);
}
