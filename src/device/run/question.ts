// A question: a sensor's value asks, and an input of the device takes the answer to the newest one, in time.
//
// In MQTT 5.0 it says where its answer is wanted, and has its own value as correlation data
// (mqtt/version-5/question-property.ts). An answer without correlation data, as in 3.1.1, has the question as
// its first word.
import { elapsed } from "../../bytes/milliseconds.ts";
import { MQTT5, WATCHED_READINGS } from "../../features.ts";
import { speaks5 } from "../../mqtt/protocol.ts";
import type { Subscriber } from "../../mqtt/subscriptions.ts";
import { takeAnswerData } from "../../mqtt/version-5/answer-data.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Actuator } from "./actuator.ts";
import { refuseCommand, requestValue } from "./command.ts";
import { type Sensor, showInstead } from "./sensor.ts";

/** Its input holds this place, of its first word, while there is no answer. */
const NO_ANSWER_YET = 0;

export interface Question {
  /** The newest one as it is published; "" when it waits for no answer any more. */
  words: string;
  askedAt: number;
  /** Milliseconds: what comes later is no answer. */
  within: number;
  /** What takes the answer. */
  input: Actuator | undefined;
  /** The sensor that shows the answer, for rules; without one they do not see it. */
  shown: Sensor | undefined;
}

/** A sensor's questions, before its input runs. @cold */
export function newQuestion(within: number): Question {
  return { words: "", askedAt: 0, within, input: undefined, shown: undefined };
}

/** A reading is published: a new question, which the answer to the one before is none to. */
export function ask(question: Question, words: string, now: number): void {
  question.words = words;
  question.askedAt = now;
  if (question.input !== undefined) requestValue(question.input, NO_ANSWER_YET);
  // At once: before the next sample the same answer may be there again, and be a new one.
  if (WATCHED_READINGS && question.shown !== undefined) showInstead(question.shown, NO_ANSWER_YET);
}

/**
 * The sensor is sampled. It is at least each day: a question does not come to life again when the count of
 * milliseconds wraps.
 */
export function endLate(question: Question, now: number): void {
  if (question.words !== "" && elapsed(now, question.askedAt) > question.within) question.words = "";
}

interface Answered extends Subscriber {
  question: Question;
  input: Actuator;
  clock: Clock;
}

/** Takes answers to the question for its input, which `shown` shows. @cold */
export function answered(
  question: Question,
  input: Actuator,
  shown: Sensor | undefined,
  clock: Clock,
): Subscriber {
  question.input = input;
  question.shown = shown;
  const subscriber: Answered = { question, input, clock, deliver };
  return subscriber;
}

function deliver(own: Answered, payload: string, retained: boolean, topic: string): void {
  const { question, input } = own;
  if (retained) return;
  endLate(question, own.clock.milliseconds());
  const words = question.words;
  const data = MQTT5 && speaks5(input.client) ? takeAnswerData(input.client) : "";
  const isFirst = data === "" && payload.substring(0, words.length + 1) === words + " ";
  if (words === "" || (data !== words && !isFirst))
    refuseCommand(input, "not taken: it answers no question that waits");
  else input.deliver(input, isFirst ? payload.substring(words.length + 1) : payload, retained, topic);
}
