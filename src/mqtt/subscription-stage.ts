// The stages of a subscription, from the first request to the broker's answer.
import { MQTT5 } from "../features.ts";

/** No SUBSCRIBE was sent for it. */
export const UNASKED = 0;
/** A SUBSCRIBE was sent for it, and another one has to be sent. */
export const AGAIN = 1;
/** A SUBSCRIBE for it waits for its answer. */
export const ASKED = 2;
/**
 * The broker has answered in this session; a CONNECT is out, whose answer tells whether the session still
 * exists.
 */
export const UNSURE = 3;
/** The broker has answered: with the QoS that it grants, or a refusal. */
export const ANSWERED = 4;
/** The subscription has ended, and stays in the list until that is made anew. */
export const ENDED = 5;
/**
 * The client does not request it: in 5.0 the broker takes no packet of that length; or it has ended the
 * connection each time (suspected-request.ts).
 */
export const LEFT_LONG = 256;
export const LEFT_ENDING = 257;

/** The stage of a subscription in this session. */
export type SubscriptionStage =
  | typeof UNASKED
  | typeof AGAIN
  | typeof ASKED
  | typeof UNSURE
  | typeof ANSWERED
  | typeof ENDED
  | LeftOut;

export type LeftOut = typeof LEFT_LONG | typeof LEFT_ENDING;

/** The reason why a filter is not requested, in words; "" where it is. @cold */
export function leftOutWords(stage: number): string {
  if (MQTT5 && stage === LEFT_LONG) return "the broker takes no packet as long as a SUBSCRIBE with it";
  return stage === LEFT_ENDING ? "the broker ended the connection three times after it" : "";
}
