// What the client asks of the device that it speaks for, and what it tells it: functions of the runtime's record.
import { DEBUG, ERROR, INFO, WARNING } from "../device/log.ts";
import { statusPacket } from "../device/status.ts";
import { beginAnnouncing } from "../discovery/announcer.ts";
import { BROKERS, DISCOVERY, REMOTE_SETTINGS } from "../features.ts";
import { brokerAt, chooseBroker, hostOf, portOf } from "../mqtt/brokers.ts";
import { NO_LIMIT } from "../mqtt/client.ts";
import { MOST_KICKS } from "../mqtt/ending.ts";
import { dropWords } from "../mqtt/overflow.ts";
import { type Publication, topicOf } from "../mqtt/publication.ts";
import { REFUSED } from "../mqtt/subscriptions.ts";
import { say } from "./problems.ts";
import type { Runtime } from "./runtime.ts";
import { tellAgain } from "./telling.ts";

/** @cold */
export function connectLink(runtime: Runtime): void {
  let host = runtime.host;
  let port = runtime.port;
  if (BROKERS) {
    const broker = brokerAt(host, runtime.client.broker);
    host = hostOf(broker);
    port = portOf(broker, port);
  }
  say(runtime, DEBUG, "connecting to " + host + ":" + port);
  runtime.ports.openLink({ host, port, tls: runtime.tls });
}

export function chance(runtime: Runtime, below: number): number {
  return runtime.ports.draw(below);
}

export function greeted(runtime: Runtime, present: boolean): string {
  say(runtime, INFO, "connected");
  runtime.untold = true;
  if (runtime.client.kicks >= MOST_KICKS) runtime.changed = true;
  if (DISCOVERY && runtime.leftOut !== "" && runtime.client.untaken === NO_LIMIT) {
    runtime.leftOut = "";
    runtime.changed = true;
  }
  if (REMOTE_SETTINGS && runtime.tellsSettings) runtime.settingsDue = true;
  // A broker that kept no session may have kept no retained message either.
  if (!present) tellAgain(runtime);
  if (DISCOVERY) beginAnnouncing(runtime);
  return statusPacket(runtime.root, "online");
}

/**
 * The device hears its own status. A broker that notices late that a connection is gone publishes its will after the device
 * has come back, and everybody would take it for dead. What is retained was there before this connection's "online". @cold
 */
export function statusHeard(runtime: Runtime, status: string, retained: boolean): void {
  if (status === "offline" && !retained) runtime.declaredDead = true;
}

export function lost(runtime: Runtime, reason: string): void {
  if (BROKERS) chooseBroker(runtime.client, runtime.host);
  say(runtime, WARNING, "not connected: " + reason);
}

/** @cold */
export function dropped(runtime: Runtime, publication: Publication, cause: number): void {
  runtime.problems += 1;
  say(runtime, WARNING, "dropped: " + topicOf(publication) + ", " + dropWords(runtime.client, cause));
}

/** @cold */
export function skipped(runtime: Runtime, topic: string, bytes: number): void {
  runtime.problems += 1;
  say(runtime, WARNING, "passed over: " + topic + ", a packet of " + bytes + " bytes does not fit");
}

/** What comes then is still of use, at most once: no problem. @cold */
export function granted(runtime: Runtime, filter: string, _asked: number, qos: number): void {
  if (qos === REFUSED) {
    runtime.problems += 1;
    say(runtime, ERROR, "broker refused the subscription " + filter);
  } else say(runtime, WARNING, "broker grants only QoS " + qos + " to the subscription " + filter);
}
