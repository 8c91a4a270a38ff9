// The client's callbacks into the device that it speaks for: functions of the runtime's record.

import { postpone } from "../clock/asking.ts";
import { releasesOf } from "../device/run/delivery.ts";
import { noteChange, tellProblemAgain } from "../device/run/health.ts";
import { DEBUG, ERROR, INFO, WARNING } from "../device/run/log.ts";
import { statusPacket } from "../device/run/status.ts";
import { beginAnnouncing, forgetLeftOut } from "../discovery/announcer.ts";
import {
  BROKERS,
  DISCOVERY,
  HISTORY,
  JOURNAL,
  MQTT5,
  MULTICAST_DNS,
  QOS2,
  REMOTE_SETTINGS,
  SEALED,
  SERVER_REFERENCES,
  SLEEP,
  SNTP,
  STAY_AWAKE,
  UPDATES,
} from "../features.ts";
import { MOST_KICKS } from "../mqtt/backoff.ts";
import { announcementLimit, NO_LIMIT } from "../mqtt/broker-packet-limit.ts";
import { dropWords } from "../mqtt/drop-words.ts";
import { brokerAt, chooseBroker, hostOf, portOf } from "../mqtt/failover.ts";
import { arriveAtBroker, leaveBroker, otherBroker } from "../mqtt/program/server-references.ts";
import { speaks5 } from "../mqtt/protocol.ts";
import { type Publication, topicOf } from "../mqtt/publication.ts";
import { LEFT_LONG } from "../mqtt/subscription-stage.ts";
import { FILTER_REFUSED } from "../mqtt/subscriptions.ts";
import { reasonName } from "../mqtt/version-5/reason.ts";
import { isSearchedFor, searchBroker } from "./broker-search.ts";
import { say, unsubscribedWords } from "./problems.ts";
import { failTrial, tellSettingsAgain } from "./remote-settings.ts";
import { tellAgain } from "./republish.ts";
import type { Runtime } from "./runtime.ts";
import { tellLowestAgain } from "./sealed-commands.ts";
import { catchUpHistory, historyDropped } from "./send-history.ts";
import { publishStayingAgain } from "./staying-awake.ts";
import { resumeUpdates } from "./updates.ts";

/** @cold */
export function connectLink(runtime: Runtime): void {
  let host = runtime.broker.host;
  let port = runtime.broker.port;
  if (BROKERS) {
    const broker = brokerAt(host, runtime.client.brokers.current);
    host = hostOf(broker);
    port = portOf(broker, port);
  }
  if (SERVER_REFERENCES && otherBroker(runtime.client) !== "") {
    const other = otherBroker(runtime.client);
    host = hostOf(other);
    port = portOf(other, runtime.broker.port);
  }
  if (MULTICAST_DNS && isSearchedFor(runtime, host)) {
    say(runtime, DEBUG, "looking for " + host);
    if (SNTP && runtime.time !== undefined && runtime.time.asking !== undefined)
      postpone(runtime.time.asking, runtime.ports.milliseconds());
    searchBroker(runtime, host, port);
    return;
  }
  say(runtime, DEBUG, "connecting to " + host + ":" + port);
  runtime.ports.openLink({ host, port, tls: runtime.broker.tls });
}

export function chance(runtime: Runtime, below: number): number {
  return runtime.ports.draw(below);
}

export function greeted(runtime: Runtime, present: boolean): string {
  if (SERVER_REFERENCES) arriveAtBroker(runtime.client);
  say(runtime, INFO, "connected");
  tellProblemAgain(runtime.health);
  if (runtime.client.backoff.kicks >= MOST_KICKS) noteChange(runtime.health);
  if (DISCOVERY && runtime.announcing.leftOut !== "" && announcementLimit(runtime.client) === NO_LIMIT) {
    forgetLeftOut(runtime);
    noteChange(runtime.health);
  }
  if (REMOTE_SETTINGS) tellSettingsAgain(runtime);
  if (STAY_AWAKE && runtime.sleeping?.staying !== undefined) publishStayingAgain(runtime.sleeping.staying);
  if (HISTORY) catchUpHistory(runtime);
  if (UPDATES && runtime.updates !== undefined) resumeUpdates(runtime.updates);
  if (SEALED && runtime.seals !== undefined) tellLowestAgain(runtime.seals);
  // A broker that kept no session may have kept no retained message either.
  if (!present) tellAgain(runtime);
  if (DISCOVERY && !(SLEEP && present && isBackFromSleep(runtime))) beginAnnouncing(runtime);
  const status = statusPacket(runtime.client, runtime.root, "online");
  if (JOURNAL && QOS2 && runtime.delivery !== undefined)
    return releasesOf(runtime.delivery, present) + status;
  return status;
}

/** A broker that has kept the session has kept what the device announced before it slept. @cold */
function isBackFromSleep({ sleeping }: Runtime): boolean {
  return sleeping?.isWake === true;
}

export function lost(runtime: Runtime, reason: string): void {
  if (SERVER_REFERENCES) leaveBroker(runtime.client);
  if (BROKERS) chooseBroker(runtime.client, runtime.broker.host);
  say(runtime, WARNING, "not connected: " + reason);
}

/** @cold */
export function dropped(runtime: Runtime, publication: Publication, cause: number): void {
  if (HISTORY) historyDropped(runtime, publication);
  say(runtime, WARNING, "dropped: " + topicOf(publication) + ", " + dropWords(runtime.client, cause));
}

/** @cold */
export function skipped(runtime: Runtime, topic: string, bytes: number): void {
  say(runtime, WARNING, "passed over: " + topic + ", a packet of " + bytes + " bytes does not fit");
}

/** What comes then is still of use, at most once. @cold */
export function granted(runtime: Runtime, filter: string, _asked: number, qos: number): void {
  if (qos >= LEFT_LONG) {
    noteChange(runtime.health);
    if (REMOTE_SETTINGS) failTrial(runtime, unsubscribedWords(filter, qos));
  } else if (qos >= FILTER_REFUSED) {
    let refusal = "broker refused the subscription " + filter;
    if (MQTT5 && speaks5(runtime.client)) refusal = refusal + ": " + reasonName(qos);
    say(runtime, ERROR, refusal);
    if (REMOTE_SETTINGS) failTrial(runtime, refusal);
  } else say(runtime, WARNING, "broker grants only QoS " + qos + " to the subscription " + filter);
}
