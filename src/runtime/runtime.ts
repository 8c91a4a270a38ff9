// A device while it runs: its record.

import type { Actuator } from "../device/run/actuator.ts";
import type { ActingDevice, AutomationState } from "../device/run/automation-state.ts";
import type { Delivery } from "../device/run/delivery.ts";
import type { Display } from "../device/run/display.ts";
import type { Health } from "../device/run/health.ts";
import type { Keeping } from "../device/run/keeping.ts";
import type { NamedTotal } from "../device/run/kept-totals.ts";
import type { Log } from "../device/run/log.ts";
import type { Measurement } from "../device/run/measurement.ts";
import type { PersistedStates } from "../device/run/persisted-states.ts";
import type { Sensor } from "../device/run/sensor.ts";
import type { HeldReading } from "../device/run/stamped-readings.ts";
import type { Announcing } from "../discovery/announcer.ts";
import type { Journal } from "../journal/journal.ts";
import type { Client, ClientHost } from "../mqtt/client.ts";
import type { Ports } from "../ports/ports.ts";
import type { BrokerSearch } from "./broker-search.ts";
import type { DevicePage } from "./device-page.ts";
import type { DeviceTime } from "./device-time.ts";
import type { Echo } from "./echo.ts";
import type { NetworkLoss } from "./network-loss.ts";
import type { Presence } from "./presence.ts";
import type { RemoteSettings } from "./remote-settings.ts";
import type { SafeMode } from "./safe-mode.ts";
import type { Seals } from "./sealed-commands.ts";
import type { BrokerSettings } from "./settings-broker.ts";
import type { Shutdown } from "./shutdown.ts";
import type { Sleeping } from "./sleeping.ts";
import type { Updates } from "./updates.ts";

/** No wait is longer than this. */
export const LONGEST_MS = 60000;

/** Until a restart: time for what was written to leave. */
export const RESTART_MS = 500;

/**
 * Each record in it is made by the file that declares it, and written by the files of its room. What works on
 * some of them is handed the whole, and says in a type of its own what it needs (`ActingDevice`,
 * `Announcer`). It is its client's host itself: a host's functions are given their own record.
 */
export interface Runtime extends ClientHost {
  ports: Ports;
  client: Client;
  /** Its identity, and where its topics begin. */
  id: string;
  root: string;
  sensors: Sensor[];
  /** One of each part that measures. */
  measurements: Measurement[];
  actuators: Actuator[];
  displays: Display[];
  /** Its lines that the broker is to be told, where the device declares a log. */
  lines: Log | undefined;
  /** Where the device declares a clock. */
  time: DeviceTime | undefined;
  /** Where something of it is kept through a power cut, and its board has flash for that. */
  journal: Journal | undefined;
  keepRecord: ActingDevice["keepRecord"];
  /** @inline */
  keeping: Keeping;
  /** Readings that survive, where some do. */
  delivery: Delivery | undefined;
  /** Readings that wait for their time to be known. */
  held: HeldReading[];
  /** The totals of its periods. */
  totals: NamedTotal[];
  /** @inline */
  health: Health;
  /** @inline */
  acting: AutomationState;
  /** @inline */
  persistedStates: PersistedStates;
  /** @inline */
  announcing: Announcing;
  /** @inline */
  settings: RemoteSettings;
  /** @inline */
  broker: BrokerSettings;
  /** @inline */
  search: BrokerSearch;
  /** @inline */
  presence: Presence;
  /** @inline */
  network: NetworkLoss;
  /** @inline */
  stopping: Shutdown;
  /** @inline */
  echo: Echo;
  /** Where the device sleeps. */
  sleeping: Sleeping | undefined;
  /** Where the device takes updates. */
  updates: Updates | undefined;
  /** Where the device has one. */
  safeMode: SafeMode | undefined;
  /** Where an actuator of it is sealed. */
  seals: Seals | undefined;
  /** Where the device has one. */
  page: DevicePage | undefined;
}
