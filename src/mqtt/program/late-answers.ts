// Answers to PUBLISHes that wait for the handlers of their messages, in the order in which these came
// [MQTT-4.6.0-2]: what a program asks for. A device answers once its handlers have returned.
import type { Client } from "../client.ts";

/**
 * In place of a reason code, and above all of them: the message is not answered at all, and its handlers are
 * not called.
 */
export const LEFT_UNANSWERED = 256;

const MOST_IDS = 65535;

/** The answer to one message. */
export interface Answer {
  /** PUBACK or PUBREC, with this packet identifier. */
  packet: number;
  id: number;
  /** Handlers that are not done. */
  waits: number;
  /** 0, the reason code of a refusal, or `LEFT_UNANSWERED`. */
  reason: number;
  /** The number of the connection in whose order it stands; 0 for none yet. */
  connection: number;
  /** The answer after it. */
  next: Answer | undefined;
}

export interface LateAnswers {
  /** The answers of this connection that wait to go out, and their number. */
  first: Answer | undefined;
  last: Answer | undefined;
  waiting: number;
  /** The answer to the message that is being delivered, if a handler will give it later. */
  held: Answer | undefined;
  /**
   * Answers at QoS 2 whose handlers have not finished, by their identifiers in two bytes, also those of
   * earlier connections.
   */
  open: Record<string, Answer | undefined>;
}

/** Shared by thousands of clients, until a client has its first open answer. */
const NO_ANSWERS: Record<string, Answer | undefined> = {};

export function createLateAnswers(): LateAnswers {
  return {
    first: undefined,
    last: undefined,
    waiting: 0,
    held: undefined,
    open: NO_ANSWERS,
  };
}

/**
 * Is there an answer for every packet identifier that there is? A broker is not held to the Receive Maximum
 * that it was given: Mosquitto 2.0.11 sends all that waits once some of that many are acknowledged, on each
 * connection.
 */
export function isOverfull(client: Client): boolean {
  return client.lateAnswers.waiting >= MOST_IDS;
}

/** The answer to the message that is being delivered waits for one more handler. */
export function holdAnswer(client: Client): Answer {
  const answer = heldAnswer(client);
  client.lateAnswers.held = answer;
  answer.waits += 1;
  return answer;
}

/** The message that is being delivered shall come again, in another connection. */
export function leaveAnswer(client: Client): void {
  holdAnswer(client).reason = LEFT_UNANSWERED;
}

/** A handler has finished, or has refused by this reason code. */
export function finishHandler(answer: Answer, reason: number): void {
  answer.waits -= 1;
  answer.reason = Math.max(answer.reason, reason);
}

/** A refusal has no effect: nothing would bring the message again. */
export function acceptAnswer(answer: Answer): void {
  answer.reason = 0;
}

/** The message that is being delivered has come before: its answer waits for the same handlers. */
export function holdOpen(client: Client, answer: Answer): void {
  client.lateAnswers.held = answer;
}

function heldAnswer(client: Client): Answer {
  return client.lateAnswers.held ?? { packet: 0, id: 0, waits: 0, reason: 0, connection: 0, next: undefined };
}

/** The answer to the message that was delivered takes its place behind those that wait. */
export function putHeld(client: Client, packet: number, id: number): Answer {
  const late = client.lateAnswers;
  const answer = heldAnswer(client);
  late.held = undefined;
  answer.packet = packet;
  answer.id = id;
  answer.connection = client.connection.connects;
  answer.next = undefined;
  if (late.last === undefined) late.first = answer;
  else late.last.next = answer;
  late.last = answer;
  late.waiting += 1;
  return answer;
}

/** The first answer goes out. */
export function takeFirst(client: Client): void {
  const late = client.lateAnswers;
  late.first = late.first?.next;
  if (late.first === undefined) late.last = undefined;
  late.waiting -= 1;
}

/** An answer whose handlers go on when the connection ends. `id` is its packet identifier in two bytes. */
export function keepOpen(client: Client, id: string, answer: Answer): void {
  if (client.lateAnswers.open === NO_ANSWERS) client.lateAnswers.open = {};
  client.lateAnswers.open[id] = answer;
}

/** The answer to this identifier whose handlers have not finished. */
export function openAnswer(client: Client, id: string): Answer | undefined {
  return client.lateAnswers.open[id];
}

/** Its handlers are done. */
export function closeAnswer(client: Client, id: string): void {
  if (client.lateAnswers.open !== NO_ANSWERS) client.lateAnswers.open[id] = undefined;
}

/** In a new session these identifiers belong to other messages. */
export function forgetOpen(client: Client): void {
  client.lateAnswers.open = NO_ANSWERS;
}

/**
 * The connection is over, and the answers are no longer due: the broker sends again every message without an
 * answer.
 */
export function voidAnswers(client: Client): void {
  client.lateAnswers.first = undefined;
  client.lateAnswers.last = undefined;
  client.lateAnswers.held = undefined;
  client.lateAnswers.waiting = 0;
}

/** Does the broker wait for an answer that handlers are to give? */
export function awaitsHandlers(client: Client): boolean {
  const first = client.lateAnswers.first;
  return first !== undefined && first.reason !== LEFT_UNANSWERED;
}
