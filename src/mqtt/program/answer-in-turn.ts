// The answer to a PUBLISH goes out once its handlers are done, after all answers before it
// (late-answers.ts): with a reason code where one has refused the message.
//
// MQTT 3.1.1 has no word for that. In a kept session the connection ends there, so that the broker sends this
// message, and all after it, again [MQTT-4.4.0-1]. In a clean one it is answered as if it were taken: it
// would not come again.
import { readUint16, uint16 } from "../../bytes/integers.ts";
import { LATE_ANSWERS } from "../../features.ts";
import { sendAnswer } from "../acknowledgement.ts";
import type { Client } from "../client.ts";
import { asksForClean } from "../connect-packet.ts";
import { loseForRetry, loseForTooMany } from "../connection-end.ts";
import { isConnected } from "../connection-state.ts";
import { send } from "../link.ts";
import { PUBREC } from "../packet-type.ts";
import { speaks5 } from "../protocol.ts";
import { forget } from "../qos2-received-ids.ts";
import { answerPacket } from "../version-5/reasoned-packets.ts";
import {
  type Answer,
  acceptAnswer,
  closeAnswer,
  finishHandler,
  holdOpen,
  isOverfull,
  keepOpen,
  LEFT_UNANSWERED,
  openAnswer,
  putHeld,
  takeFirst,
} from "./late-answers.ts";

/**
 * Answers the PUBLISH whose packet identifier stands at `at`, after the answers that wait for their handlers.
 */
export const answerPublish = LATE_ANSWERS ? answerInTurn : sendAnswer;

/** Answers the message that was delivered: now, or in its turn. */
function answerInTurn(client: Client, packet: number, bytes: string, at: number): void {
  const late = client.lateAnswers;
  if (late.first === undefined && late.held === undefined) {
    sendAnswer(client, packet, bytes, at);
    return;
  }
  if (isOverfull(client)) {
    loseForTooMany(client);
    return;
  }
  const answer = putHeld(client, packet, readUint16(bytes, at));
  if (packet === PUBREC) keepOpen(client, bytes.substring(at, at + 2), answer);
  if (answer.waits === 0) close(client, answer);
  else if (answer.reason === LEFT_UNANSWERED) reopen(client, answer);
  sendFinished(client);
}

/**
 * A handler of the message has finished; `reason` is 0, or the reason code by which it refuses the message.
 */
export function releaseAnswer(client: Client, answer: Answer, reason: number): void {
  finishHandler(answer, reason);
  // The answer of a message that is being delivered is closed after that.
  if (answer.waits > 0 || answer.connection === 0) return;
  close(client, answer);
  sendFinished(client);
}

/**
 * A message at QoS 2 has come again. Is its answer on its way already? Where its handlers run that an earlier
 * connection has brought it to, the answer waits for them.
 */
export function isOnItsWay(client: Client, id: string): boolean {
  const answer = openAnswer(client, id);
  if (answer === undefined) return false;
  if (answer.connection === client.connection.connects) return true;
  holdOpen(client, answer);
  return false;
}

/** All handlers of a message have finished. */
function close(client: Client, answer: Answer): void {
  if (
    answer.reason !== 0 &&
    answer.reason !== LEFT_UNANSWERED &&
    !speaks5(client) &&
    asksForClean(client.greeting)
  )
    acceptAnswer(answer);
  const id = uint16(answer.id);
  // Another message may have the identifier by now.
  if (answer.packet !== PUBREC || openAnswer(client, id) !== answer) return;
  if (answer.reason !== 0) reopen(client, answer);
  else closeAnswer(client, id);
}

/** A message at QoS 2 that was not taken counts as new when it comes again. */
function reopen(client: Client, answer: Answer): void {
  if (answer.packet !== PUBREC) return;
  const id = uint16(answer.id);
  closeAnswer(client, id);
  forget(client, id);
}

function sendFinished(client: Client): void {
  while (isConnected(client)) {
    const answer = client.lateAnswers.first;
    if (answer === undefined || answer.waits > 0) return;
    if (answer.reason !== 0 && !speaks5(client)) {
      loseForRetry(client);
      return;
    }
    takeFirst(client);
    if (answer.reason !== 0) send(client, answerPacket(answer.packet, answer.id, answer.reason));
    else sendAnswer(client, answer.packet, uint16(answer.id), 0);
  }
}
