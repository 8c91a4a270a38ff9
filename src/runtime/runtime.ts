// A device while it runs: its record.
import type { Acting } from "../device/acting.ts";
import type { Log } from "../device/log.ts";
import type { Announcer } from "../discovery/announcer.ts";
import type { Client, ClientHost } from "../mqtt/client.ts";
import type { Subscriber } from "../mqtt/subscriptions.ts";
import type { Endpoint } from "../ports/network.ts";
import type { Ports } from "../ports/ports.ts";
import type { Part } from "../reading/part.ts";
import type { Echo } from "./echo.ts";
import type { SettingsHost } from "./remote-settings.ts";

/** No wait is longer than this. */
export const LONGEST_MS = 60000;

/** Until a restart: time for what was written to leave. */
export const RESTART_MS = 500;

export interface Runtime extends ClientHost, Acting, Echo, Endpoint, Announcer, SettingsHost, Subscriber {
  ports: Ports;
  client: Client;
  parts: Part[];
  /** Where its topics begin. */
  root: string;
  /** What is wrong, in words, or "none"; whether the broker is still to be told. */
  problem: string;
  untold: boolean;
  /** The will of an earlier connection came behind this one's "online". */
  declaredDead: boolean;
  /** How often something went wrong since start. */
  problems: number;
  /** Its lines that the broker is to be told, where the device declares a log. */
  lines: Log | undefined;
  /** It is to stop, and this is called then; since when, and how long it may take. */
  ended: ((this: void, runtime: Runtime) => void) | undefined;
  endSince: number;
  endWithin: number;
}
