// Sealed commands: a subscriber in front of each sealed actuator and of sealed settings, what is said of refused ones, and the lowest counter
// that is taken, for whoever sends. src/sealed decides what is obeyed.
import { elapsed } from "../bytes/milliseconds.ts";
import type { DeviceDeclaration } from "../device/declare/device.ts";
import { noteChange } from "../device/run/health.ts";
import { commandTopic, SEALED_NAME, SETTINGS_NAME, valueTopic } from "../device/run/topics.ts";
import { SEALED_SETTINGS } from "../features.ts";
import { isConnected } from "../mqtt/connection-state.ts";
import { publish } from "../mqtt/outbox.ts";
import { prepare } from "../mqtt/publication.ts";
import { type Subscriber, subscribe } from "../mqtt/subscriptions.ts";
import { KEYLESS, open } from "../sealed/opening.ts";
import { keepFirst, lowestTaken, readTaken, type TakenCounters } from "../sealed/taken-counters.ts";
import { readKey } from "../update/key.ts";
import type { UpdateKey } from "../update/tag.ts";
import { LONGEST_MS, type Runtime } from "./runtime.ts";

/** However many are refused, it is told no more often. */
export const TOLD_EVERY_MS = 3600000;
/** What found no room on the link goes out after this. */
const AGAIN_MS = 1000;
/** No count is higher. */
const MOST_REFUSED = 999999999;

export interface Seals {
  runtime: Runtime;
  key: UpdateKey;
  counters: TakenCounters;
  /** Is the lowest counter to be told? */
  isToTell: boolean;
  /** How many were refused since the problem began, and of the last one why, and to what. */
  refused: number;
  newest: string;
  /** The problem; "": none. When it was told, and for how many. */
  problem: string;
  toldAt: number;
  toldRefused: number;
}

interface Sealed extends Subscriber {
  seals: Seals;
  /** Who obeys what was sealed. */
  taker: Subscriber;
  topic: string;
  name: string;
}

/** `undefined`: nothing is sealed. @cold */
export function openSeals(runtime: Runtime, declaration: DeviceDeclaration, now: number): Seals | undefined {
  const actuators = declaration.actuators;
  let isSealed = SEALED_SETTINGS && declaration.settings === "sealed";
  if (actuators !== undefined) {
    for (const actuator of actuators) {
      if (actuator.isSealed) isSealed = true;
    }
  }
  if (!isSealed) return undefined;
  const { ports, health } = runtime;
  const key = keyOf(runtime);
  const isKeyless = key.key === "" || key.scheme !== "hmac-sha256";
  if (isKeyless) noteChange(health);
  keepFirst(ports);
  return {
    runtime,
    key,
    counters: readTaken(ports),
    isToTell: true,
    refused: 0,
    newest: "",
    problem: isKeyless ? KEYLESS + ", and obeys no sealed command: give it one by ringmote key give" : "",
    toldAt: now,
    toldRefused: 0,
  };
}

/** @cold */
function keyOf({ ports }: Runtime): UpdateKey {
  return ports.updates === undefined
    ? { scheme: "lms", key: "", hash: nothing }
    : readKey(ports, "hmac", ports.updates.hashes);
}

/** Of a device that is not able to hash. @cold */
function nothing(): string {
  return "";
}

/**
 * Whatever is heard below the topic of a sealed actuator, its brightness and colour too, is heard sealed from
 * now on. @cold
 */
export function sealCommands(seals: Seals): void {
  const { client, root, actuators } = seals.runtime;
  for (const { declaration } of actuators) {
    const below = valueTopic(root, declaration.name) + "/";
    for (const { filter, qos, subscriber } of client.subscriptions.all) {
      if (declaration.isSealed && filter.substring(0, below.length) === below)
        subscribe(client, filter, qos, sealing(seals, subscriber, filter, declaration.name));
    }
  }
}

/** Changes of the settings are heard sealed from now on, where the device declares it. @cold */
export function sealSettings(seals: Seals, { settings }: DeviceDeclaration): void {
  if (settings !== "sealed") return;
  const { client, root } = seals.runtime;
  const topic = commandTopic(root, SETTINGS_NAME);
  for (const { filter, qos, subscriber } of client.subscriptions.all) {
    if (filter === topic) subscribe(client, filter, qos, sealing(seals, subscriber, filter, SETTINGS_NAME));
  }
}

/** Takes commands to `topic` for `taker`, and gives on what was sealed for that. @cold */
function sealing(seals: Seals, taker: Subscriber, topic: string, name: string): Subscriber {
  const sealed: Sealed = { seals, taker, topic, name, deliver };
  return sealed;
}

/** @cold */
function deliver({ seals, taker, topic, name }: Sealed, message: string, retained: boolean): void {
  const { runtime, key, counters } = seals;
  const opening = open(key, counters, topic, message, retained);
  if (opening.fault === "") {
    if (seals.problem !== "") endProblem(seals);
    seals.isToTell = true;
    runtime.ports.wake(1);
    taker.deliver(taker, opening.payload, false, topic);
  } else if (!opening.isRepeated) {
    if (seals.refused < MOST_REFUSED) seals.refused += 1;
    seals.newest = name + ": " + opening.fault;
    // Whoever forges brings about one sentence, and no write.
    if (seals.problem === "") tellRefused(seals, runtime.client.instant);
  }
}

/** @cold */
function tellRefused(seals: Seals, now: number): void {
  seals.problem =
    seals.refused === 1
      ? "a sealed command was refused, to " + seals.newest
      : seals.refused + " sealed commands were refused, the newest to " + seals.newest;
  seals.toldAt = now;
  seals.toldRefused = seals.refused;
  noteChange(seals.runtime.health);
}

/** @cold */
function endProblem(seals: Seals): void {
  seals.problem = "";
  seals.refused = 0;
  noteChange(seals.runtime.health);
}

/** A connection has come. @cold */
export function tellLowestAgain(seals: Seals): void {
  seals.isToTell = true;
}

/** Does what is due. Returns the milliseconds until it is next needed. */
export function pollSeals(seals: Seals, now: number): number {
  const next = seals.refused > 0 && seals.toldRefused > 0 ? pollProblem(seals, now) : LONGEST_MS;
  if (!seals.isToTell || !isConnected(seals.runtime.client)) return next;
  const { client, root } = seals.runtime;
  const publication = prepare(valueTopic(root, SEALED_NAME), 0, true, "reject");
  if (publish(client, publication, "" + lowestTaken(seals.counters)) === "refused: busy")
    return Math.min(next, AGAIN_MS);
  seals.isToTell = false;
  return next;
}

/** It stands until a command is taken, or none was refused for a while. @cold */
function pollProblem(seals: Seals, now: number): number {
  const left = TOLD_EVERY_MS - elapsed(now, seals.toldAt);
  if (left > 0) return left;
  if (seals.refused > seals.toldRefused) tellRefused(seals, now);
  else endProblem(seals);
  return 1;
}
