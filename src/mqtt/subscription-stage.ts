// The stages of a subscription, from the first request to the broker's answer.
import { MQTT5 } from "../features.ts";

/** No SUBSCRIBE has asked for it. */
export const UNASKED = 0;
/** It was asked for, and is to be asked for once more. */
export const AGAIN = 1;
/** A SUBSCRIBE with it is out. */
export const ASKED = 2;
/** It was answered in this session, and a CONNECT is out whose answer says whether the session stands. */
export const UNSURE = 3;
/** The broker has answered: with the QoS that it grants, or a refusal. */
export const ANSWERED = 4;
/** It is a subscription no more, and waits for the list to be made anew. */
export const ENDED = 5;
/** It is not asked for: in 5.0 the broker takes no packet as long; or it has ended the connection each time (suspected-request.ts). */
export const LEFT_LONG = 256;
export const LEFT_ENDING = 257;

/** How far the broker knows of a subscription in this session. */
export type Stage =
  | typeof UNASKED
  | typeof AGAIN
  | typeof ASKED
  | typeof UNSURE
  | typeof ANSWERED
  | typeof ENDED
  | LeftOut;

export type LeftOut = typeof LEFT_LONG | typeof LEFT_ENDING;

/** Why a filter is not asked for, in words; "" where it is. @cold */
export function leftOutWords(stage: number): string {
  if (MQTT5 && stage === LEFT_LONG) return "the broker takes no packet as long as a SUBSCRIBE with it";
  return stage === LEFT_ENDING ? "the broker ended the connection three times after it" : "";
}
