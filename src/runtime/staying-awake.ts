// Staying awake: a device that sleeps stays awake and connected while a message says so, and is reached like any other.
//
// A wake begins with what the broker has retained: the device keeps nothing of it itself.
import { elapsed } from "../bytes/milliseconds.ts";
import { commandTopic, STAY_AWAKE_NAME, valueTopic } from "../device/run/topics.ts";
import type { Client } from "../mqtt/client.ts";
import { isConnected } from "../mqtt/connection-state.ts";
import { publish } from "../mqtt/outbox.ts";
import { prepare } from "../mqtt/publication.ts";
import { type Subscriber, subscribe } from "../mqtt/subscriptions.ts";
import type { Ports } from "../ports/ports.ts";

/** What the broker has kept for a device comes in this time. */
export const LISTEN_MS = 1000;

export interface StayingAwake extends Subscriber {
  ports: Ports;
  isOn: boolean;
  /** Is the state still to be published? */
  isUnpublished: boolean;
  /** When it was connected last while it was on; `undefined`: in this life it was not. */
  until: number | undefined;
}

/** It sleeps as it does, until a message comes. @cold */
export function createStayingAwake(ports: Ports): StayingAwake {
  return { ports, isOn: false, isUnpublished: true, until: undefined, deliver };
}

/** At QoS 1: the broker keeps the word for the next wake, retained or not. @cold */
export function hearStayAwake(staying: StayingAwake, client: Client, root: string): void {
  subscribe(client, commandTopic(root, STAY_AWAKE_NAME), 1, staying);
}

/** @cold */
function deliver(staying: StayingAwake, payload: string): void {
  staying.isOn = payload === "on";
  staying.isUnpublished = true;
  staying.ports.wake(1);
}

/** A broker that kept no session may have kept no retained message either. @cold */
export function publishStayingAgain(staying: StayingAwake): void {
  staying.isUnpublished = true;
}

/** Publishes the state once what the broker has kept has come. Returns whether nothing is left to do. @cold */
export function publishStaying(
  staying: StayingAwake,
  { client, root }: { client: Client; root: string },
  now: number,
): boolean {
  if (!staying.isUnpublished || !isConnected(client)) return true;
  if (elapsed(now, client.connection.since) < LISTEN_MS) return false;
  const publication = prepare(valueTopic(root, STAY_AWAKE_NAME), 0, true, "reject");
  if (publish(client, publication, staying.isOn ? "on" : "off") === "refused: busy") return false;
  staying.isUnpublished = false;
  return true;
}

/**
 * Is it to stay awake? Without its broker nobody reaches it: it looks for that as long as at each wake, and sleeps.
 * @cold
 */
export function staysAwake(staying: StayingAwake, client: Client, now: number): boolean {
  if (!staying.isOn || !isConnected(client)) return false;
  staying.until = now;
  return true;
}
