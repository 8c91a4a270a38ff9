// A device while it runs: what a platform tells it, and what it does then.
import { elapsed } from "../bytes/milliseconds.ts";
import { actWhenDue } from "../device/act.ts";
import type { Acting } from "../device/acting.ts";
import { tellState, untilTold } from "../device/actuator.ts";
import { faultOf } from "../device/actuator-fault.ts";
import { DEBUG, ERROR, INFO, type Log, note, tellLog, WARNING } from "../device/log.ts";
import { statusPacket, statusPublication } from "../device/status.ts";
import { pollSensors, tellReading } from "../device/telemetry.ts";
import { problemTopic } from "../device/topics.ts";
import { ANNOUNCED, type Announcer, announceNext, beginAnnouncing, SOON } from "../discovery/announcer.ts";
import {
  BROKERS,
  BUTTONS,
  DISCOVERY,
  ECHO,
  LATE_WILLS,
  LOG,
  POLICIES,
  REMOTE_SETTINGS,
  RULES,
  STOP_FLUSHES,
  SWITCHES,
} from "../features.ts";
import { brokerAt, chooseBroker, hostOf, portOf } from "../mqtt/brokers.ts";
import { type Client, type ClientHost, CONNECTED } from "../mqtt/client.ts";
import {
  disconnect,
  linkClosed,
  linkDrained,
  linkOpened,
  linkReceived,
  networkChanged,
  pollConnection,
} from "../mqtt/connection.ts";
import { isAtPeace, KICKED, MOST_KICKS } from "../mqtt/ending.ts";
import { isKept, publish } from "../mqtt/outbox.ts";
import { dropWords } from "../mqtt/overflow.ts";
import { type Publication, prepare, topicOf } from "../mqtt/publication.ts";
import type { Subscriber } from "../mqtt/subscriptions.ts";
import type { Endpoint } from "../ports/network.ts";
import type { Ports } from "../ports/ports.ts";
import type { Part } from "../reading/part.ts";
import { type Echo, echoValues } from "./echo.ts";
import { pollSettings, RESTART_NOW, type SettingsHost } from "./remote-settings.ts";

/** No wait is longer than this. */
const LONGEST_MS = 60000;

/** How long a stop lets what is kept go out, where nobody says otherwise, and how often it looks. */
export const STOP_MS = 5000;
const LOOK_MS = 50;

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

/** The time that `ports.wake` asked for has come. */
export function wakeUp(runtime: Runtime): void {
  const now = runtime.ports.milliseconds();
  const connection = pollConnection(runtime.client, now);
  if (STOP_FLUSHES && runtime.ended !== undefined) {
    runtime.ports.wake(Math.max(1, Math.min(connection, endWhenFlushed(runtime, now))));
    return;
  }
  if (runtime.client.kicks >= MOST_KICKS && isAtPeace(runtime.client)) runtime.changed = true;
  if (runtime.client.state === CONNECTED && !(DISCOVERY && runtime.announcing > ANNOUNCED))
    tellUntold(runtime);
  let sensors = pollSensors(runtime.sensors, runtime.parts, runtime.client, runtime, now);
  if (SWITCHES) sensors = Math.min(sensors, pollActuators(runtime, now));
  if (ECHO) echoValues(runtime, now);
  report(runtime);
  if (LOG && runtime.lines !== undefined)
    sensors = Math.min(sensors, tellLog(runtime.lines, runtime.client, runtime.root, now));
  let next = Math.min(connection, sensors);
  if (REMOTE_SETTINGS && runtime.settingsDue) next = Math.min(next, lookAtSettings(runtime, now));
  if (DISCOVERY && runtime.announcing === SOON) next = Math.min(next, awaitAnnouncing(runtime, now));
  runtime.ports.wake(Math.max(1, next));
}

/** Settings that are tried, or to be told. Returns the milliseconds until it is next needed. @cold */
function lookAtSettings(runtime: Runtime, now: number): number {
  const left = pollSettings(runtime, now);
  if (left > RESTART_NOW) return left;
  return stopWithin(runtime, STOP_MS, startAnew);
}

/** @cold */
function startAnew(runtime: Runtime): void {
  runtime.ports.restart();
}

/** What actuators do by themselves, and states that were told a moment ago. Returns the milliseconds until it is next needed. */
function pollActuators(runtime: Runtime, now: number): number {
  let next = LONGEST_MS;
  if (RULES || POLICIES) next = actWhenDue(runtime, now);
  else runtime.stirred = false;
  for (const actuator of runtime.actuators) {
    if (actuator.untold && untilTold(actuator) > 0) next = Math.min(next, untilTold(actuator));
  }
  return next;
}

/** The network can be used, or can not any more. @cold */
export function networkIs(runtime: Runtime, up: boolean): void {
  networkChanged(runtime.client, up, runtime.ports.milliseconds());
  wakeUp(runtime);
}

/**
 * The level of a watched pin has changed. The sensors of watched parts are sampled in the next turn, however many changes
 * come until then: what is marked already is not marked again, and puts nothing off.
 */
export function pinsChanged(runtime: Runtime): void {
  let isNews = false;
  for (const sensor of runtime.sensors) {
    if (sensor.quantity.part.watched && !sensor.waiting) {
      sensor.waiting = true;
      isNews = true;
    }
  }
  if (isNews) runtime.ports.wake(1);
}

/** The stream to the broker is open. @cold */
export function opened(runtime: Runtime): void {
  linkOpened(runtime.client, runtime.ports.milliseconds());
  wakeUp(runtime);
}

/** Bytes have come in from the broker. */
export function received(runtime: Runtime, bytes: string): void {
  const client = runtime.client;
  const before = client.state;
  linkReceived(client, bytes, runtime.ports.milliseconds());
  if (client.state !== before || runtime.stirred) wakeUp(runtime);
  else report(runtime);
}

/** All bytes handed to the network have left. */
export function drained(runtime: Runtime): void {
  linkDrained(runtime.client, runtime.ports.milliseconds());
  if (DISCOVERY && runtime.announcing > ANNOUNCED) announce(runtime);
}

/** Home Assistant has started. Returns the milliseconds until it is answered. @cold */
function awaitAnnouncing(runtime: Runtime, now: number): number {
  const left = runtime.announceWait - elapsed(now, runtime.announceSince);
  if (left > 0) return left;
  beginAnnouncing(runtime);
  announce(runtime);
  return LONGEST_MS;
}

/** Hands one more announcement to the link when it is idle. States follow behind the last. @cold */
function announce(runtime: Runtime): void {
  if (runtime.client.state !== CONNECTED || runtime.client.pending > 0) return;
  if (!announceNext(runtime)) return;
  tellAgain(runtime);
  tellUntold(runtime);
}

/** The stream has ended, or did not open; why in words. @cold */
export function closed(runtime: Runtime, reason: string): void {
  linkClosed(runtime.client, reason, runtime.ports.milliseconds());
  wakeUp(runtime);
}

/** Ends orderly: the broker keeps "offline" and drops the will. @cold */
export function stop(runtime: Runtime): void {
  disconnect(runtime.client, statusPacket(runtime.root, "offline"), runtime.ports.milliseconds());
  runtime.ports.log("stopped");
}

/**
 * Stops as soon as all that is kept has been acknowledged, at the latest after `ms`; `ended` is called then. Until then the
 * device measures nothing and says nothing new. Returns the milliseconds until it is next needed. @cold
 */
export function stopWithin(
  runtime: Runtime,
  ms: number,
  ended: (this: void, runtime: Runtime) => void,
): number {
  const now = runtime.ports.milliseconds();
  runtime.ended = ended;
  runtime.endSince = now;
  runtime.endWithin = ms;
  return endWhenFlushed(runtime, now);
}

/** Returns the milliseconds until it is next needed. @cold */
function endWhenFlushed(runtime: Runtime, now: number): number {
  const ring = runtime.client.ring;
  const ended = runtime.ended;
  const left = runtime.endWithin - elapsed(now, runtime.endSince);
  if (STOP_FLUSHES && ring.done !== ring.put && left > 0) return Math.min(left, LOOK_MS);
  runtime.ended = undefined;
  stop(runtime);
  if (ended !== undefined) ended(runtime);
  return LONGEST_MS;
}

/** A line for whoever watches the console, and for the broker where the device declares a log. */
function say(runtime: Runtime, level: number, line: string): void {
  runtime.ports.log(line);
  if (LOG && runtime.lines !== undefined) {
    // A flood of lines must not put off the waking that the first one asks for.
    if (runtime.lines.lines === "") runtime.ports.wake(1);
    note(runtime.lines, level, line);
  }
}

/** Says what is wrong, when that has changed. */
function report(runtime: Runtime): void {
  if (runtime.changed) findProblem(runtime);
  if (runtime.untold && runtime.client.state === CONNECTED) tellProblem(runtime);
  if (LATE_WILLS && runtime.declaredDead && runtime.client.state === CONNECTED) tellAlive(runtime);
}

/** @cold */
function tellAlive(runtime: Runtime): void {
  runtime.declaredDead = publish(runtime.client, statusPublication(runtime.root), "online") !== "sent";
}

/** @cold */
function tellProblem(runtime: Runtime): void {
  const publication = prepare(problemTopic(runtime.root), 0, true, "reject");
  runtime.untold = publish(runtime.client, publication, runtime.problem) !== "sent";
}

/** What is wrong: the fault of a part, or a command that was not understood. @cold */
function findProblem(runtime: Runtime): void {
  let problem = "none";
  if (SWITCHES) {
    for (const actuator of runtime.actuators) {
      const fault = faultOf(actuator);
      if (fault !== "") problem = topicOf(actuator.publication) + ": " + fault;
    }
  }
  for (const part of runtime.parts) {
    if (part.fault !== "") problem = part.role + ": " + part.fault;
  }
  if (runtime.client.kicks >= MOST_KICKS) problem = KICKED;
  if (REMOTE_SETTINGS && runtime.settingsProblem !== "") problem = runtime.settingsProblem;
  runtime.changed = false;
  runtime.problem = problem;
  runtime.untold = true;
  if (problem !== "none") runtime.problems += 1;
  say(runtime, problem === "none" ? INFO : WARNING, "problem: " + problem);
}

/** The broker is told what it has missed: while there was no connection, or no room on the link or in the ring. */
function tellUntold(runtime: Runtime): void {
  if (SWITCHES) {
    for (const actuator of runtime.actuators) {
      if (actuator.untold && untilTold(actuator) <= 0) tellState(actuator);
    }
  }
  for (const sensor of runtime.sensors) {
    if (sensor.untold) tellReading(sensor, runtime.client);
  }
}

/** The host of the client, as functions of the runtime's record. */

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

/** All states are to be told, but for those that wait in the ring. */
function tellAgain(runtime: Runtime): void {
  runtime.untold = true;
  if (SWITCHES) {
    for (const actuator of runtime.actuators)
      actuator.untold =
        (!BUTTONS || actuator.behaviour.tells) && !isKept(runtime.client, actuator.publication);
  }
  for (const sensor of runtime.sensors) sensor.untold = !isKept(runtime.client, sensor.publication);
}

export function lost(runtime: Runtime, reason: string): void {
  if (BROKERS) chooseBroker(runtime.client, runtime.host);
  say(runtime, WARNING, "not connected: " + reason);
}

/** @cold */
export function dropped(runtime: Runtime, publication: Publication, cause: number): void {
  runtime.problems += 1;
  say(runtime, WARNING, "dropped: " + topicOf(publication) + ", " + dropWords(cause));
}

export function refusedFilter(runtime: Runtime, filter: string): void {
  runtime.problems += 1;
  say(runtime, ERROR, "broker refused the subscription " + filter);
}
