// What the acting side of a running device works on: its actuators, and what they look at and answer to.
import type { Client } from "../mqtt/client.ts";
import type { Storage } from "../ports/storage.ts";
import type { Actuator } from "./actuator.ts";
import type { ActingHealth } from "./health.ts";
import type { Rule } from "./rules/rule.ts";
import type { Sensor } from "./sensor.ts";

export interface Acting extends ActingHealth {
  ports: Storage;
  client: Client;
  sensors: Sensor[];
  actuators: Actuator[];
  rules: Rule[];
  /** Without the broker, and since when. */
  away: boolean;
  awayAt: number;
  /** When rules and policies were last looked at, and how long they can wait from there. */
  actedAt: number;
  actWait: number;
  /** When the states were last written to the storage. */
  savedAt: number;
}

/** No wait of a policy or a rule is longer than this. */
export const LONGEST_WAIT_MS = 60000;
