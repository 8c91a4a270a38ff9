// The state of a device's automation: when it is due, and the rules and policies that it works on.
import { ONLY_WHILE } from "../../features.ts";
import type { Journal } from "../../journal/journal.ts";
import type { Client } from "../../mqtt/client.ts";
import type { Storage } from "../../ports/storage.ts";
import type { Actuator } from "./actuator.ts";
import type { Health } from "./health.ts";
import type { Keeping } from "./keeping.ts";
import type { PersistedStates } from "./persisted-states.ts";
import type { Follow } from "./rules/follow.ts";
import { NOWHERE, type Rule } from "./rules/rule.ts";
import type { Sensor } from "./sensor.ts";
import type { WallClock } from "./wall-clock.ts";

/** A device with automation: its actuators, the sensors that they depend on, and the client. */
export interface ActingDevice {
  ports: Storage;
  client: Client;
  sensors: Sensor[];
  actuators: Actuator[];
  /** @inline */
  health: Health;
  /** @inline */
  acting: AutomationState;
  /** The wall clock, where the device declares one and the time is known. */
  time: WallClock | undefined;
  /** Where something of the device is kept through a power cut, and its board has flash for that. */
  journal: Journal | undefined;
  /** Writes a record into that at once. False: it could not be written. */
  keepRecord(this: void, device: ActingDevice, name: string, record: string): boolean;
  /** @inline */
  keeping: Keeping;
  /** @inline */
  persistedStates: PersistedStates;
}

export interface AutomationState {
  rules: Rule[];
  follows: Follow[];
  /** Is there no broker, and since when? */
  away: boolean;
  awayAt: number;
  /** The time of the last run of rules and policies. */
  actedAt: number;
  /** Milliseconds that they can wait from there; 0: they run in this turn. */
  actWait: number;
  /** A reading that permissions may depend on has changed. */
  readAnew: boolean;
  /** The local day and its minute until which all marks of rules are done (rules/marks.ts). */
  doneDay: number;
  doneMinute: number;
}

/** The longest wait of a policy or a rule. */
export const LONGEST_WAIT_MS = 60000;

/** They run in the first turn. */
export function createAutomationState(rules: Rule[], follows: Follow[], now: number): AutomationState {
  return {
    rules,
    follows,
    away: false,
    awayAt: now,
    actedAt: now,
    actWait: 0,
    readAnew: false,
    doneDay: NOWHERE,
    doneMinute: 0,
  };
}

/** There is something to do before the turn ends. @inline */
export function stir(acting: AutomationState): void {
  acting.actWait = 0;
}

/** The same, for a reading that has changed. @inline */
export function stirByReading(acting: AutomationState): void {
  acting.actWait = 0;
  if (ONLY_WHILE) acting.readAnew = true;
}

/** Permissions agree with the readings. @inline */
export function endReading(acting: AutomationState): void {
  acting.readAnew = false;
}

/** The device has acted, and can wait. @inline */
export function waitToAct(acting: AutomationState, ms: number): void {
  acting.actWait = ms;
}
