// Opening of a sealed command: the verdict on a message to an actuator, and its payload where the device is to obey it.
import { sameBytes } from "../update/same-bytes.ts";
import type { UpdateKey } from "../update/tag.ts";
import { sealOf } from "./seal.ts";
import { readSealed } from "./sealed-message.ts";
import { lowestTaken, MOST_COUNTER, type TakenCounters, take } from "./taken-counters.ts";

export interface Opening {
  /** Why it is not obeyed, as a sentence; "": it is. */
  fault: string;
  /** What it asks for. */
  payload: string;
  /** It is the newest command once more, as a broker brings one whose acknowledgement was lost: that is no news. */
  isRepeated: boolean;
}

export const RETAINED = "the broker had kept it, and a sealed command counts as it comes";
export const KEYLESS = "this device has no key of HMAC-SHA-256";
export const UNSEALED = "it is no payload with a counter and a tag";
export const PAST = "its counter is not above those before";
export const FORGED = "its tag is not by this device's key";
export const ENDED = "no counter is left: erase the device by the cable, and give it another key";
export const UNWRITTEN = "its counter could not be written to the flash";

/** Opens a message to `topic`. Where there is no fault, its counter is taken. @cold */
export function open(
  { scheme, key, hash }: UpdateKey,
  counters: TakenCounters,
  topic: string,
  message: string,
  retained: boolean,
): Opening {
  if (retained) return refused(RETAINED);
  if (key === "" || scheme !== "hmac-sha256") return refused(KEYLESS);
  const sealed = readSealed(message);
  if (sealed === undefined) return refused(UNSEALED);
  // The highest one itself may be the same again. All below cost no digest.
  if (lowestTaken(counters) > MOST_COUNTER) return refused(ENDED);
  const isNewest = sealed.counter + 1 === lowestTaken(counters);
  if (!isNewest && sealed.counter < lowestTaken(counters)) return refused(PAST);
  if (!sameBytes(sealOf(hash, key, topic, sealed.words), sealed.tag)) return refused(FORGED);
  if (isNewest) return { fault: PAST, payload: "", isRepeated: true };
  if (!take(counters, sealed.counter)) return refused(UNWRITTEN);
  return { fault: "", payload: sealed.payload, isRepeated: false };
}

/** @cold */
function refused(fault: string): Opening {
  return { fault, payload: "", isRepeated: false };
}
