// A lock.
import { lock } from "../device/declare/actuators/lock.ts";
import type { PositionedDeclaration } from "../device/declare/actuators/positions.ts";
import { type Kind, never } from "./kind.ts";
import { eitherState } from "./on-off.ts";
import { CONFIRMED, isNumber, isRecordOf } from "./option-checks.ts";
import { positionFaults } from "./positions.ts";

export const LOCK: Kind<PositionedDeclaration> = {
  makers: [lock],
  options: { ...CONFIRMED, autoLock: isNumber, positions: isRecordOf },
  longestTime: ({ options }) => ({
    option: Object.hasOwn(options, "maximumOn") ? "maximumOn" : "autoLock",
    shown: "autoLock or maximumOn",
  }),
  faults: positionFaults,
  states: eitherState,
  classes: [],
  isNamedByClass: false,
  entity: ({ confirmedBy }) => ({ ...WORDS, ...(confirmedBy === undefined ? {} : ON_ITS_WAY) }),
  mayObeyLate: never,
};

const WORDS = { pl_lock: "lock", pl_unlk: "unlock", stat_locked: "locked", stat_unlocked: "unlocked" };

/** Only a lock that a sensor confirms is ever in between. */
const ON_ITS_WAY = { state_locking: "locking", state_unlocking: "unlocking", state_jammed: "jammed" };
