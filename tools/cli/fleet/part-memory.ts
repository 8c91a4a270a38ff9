// The memory of a process of a fleet. Its devices are made in a burst and then stay: what they needed
// meanwhile lies between them, and V8 takes it away only when there is as much again, which no fleet at rest
// needs.
import { setFlagsFromString } from "node:v8";

/**
 * For Node. A small space for what is young: it grows to three times 16 MB, and all that lives there is moved
 * once more.
 */
export const PART_FLAGS: readonly string[] = ["--max-semi-space-size=1", "--expose-gc"];

/** Has what lives be moved together. V8 complains in the output of a flag that it does not know. */
const COMPACT = "--compact-on-every-full-gc";
const LAST_V8 = 14;

const LOOK_MS = 1000;
/** So many looks without a new connection are the end of a burst. */
const QUIET_LOOKS = 2;

/** How long behind the last connection of a burst memory is given back, at most. */
export const SETTLED_MS = LOOK_MS * (QUIET_LOOKS + 1);

/**
 * From now on memory is given back behind each burst of connections; `connects`: how many there were so far.
 * It takes some 30 ms for a thousand devices. Without the flags nothing happens.
 */
export function giveMemoryBack(connects: () => number): void {
  const collect = globalThis.gc;
  if (collect === undefined) return;
  if (Number.parseInt(process.versions.v8, 10) <= LAST_V8) setFlagsFromString(COMPACT);
  let seen = connects();
  let quiet = QUIET_LOOKS;
  setInterval(() => {
    const now = connects();
    quiet = now === seen ? quiet + 1 : 0;
    seen = now;
    if (quiet === QUIET_LOOKS) collect();
  }, LOOK_MS).unref();
}
