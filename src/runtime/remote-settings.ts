// Settings by message: changes are checked as a whole, laid beside the old settings and tried from the next
// start on. What holds is told after each connect, without the secrets.
//
// A command comes at QoS 0 and is not obeyed when retained: one that came again after the restart would
// restart the device for ever.

import { elapsed } from "../bytes/milliseconds.ts";
import { type Health, noteChange, TOLD } from "../device/run/health.ts";
import { commandTopic, SETTINGS_NAME, valueTopic } from "../device/run/topics.ts";
import { TLS, UPDATES } from "../features.ts";
import type { Client } from "../mqtt/client.ts";
import { isConnected } from "../mqtt/connection-state.ts";
import { publish } from "../mqtt/outbox.ts";
import { prepare } from "../mqtt/publication.ts";
import { type Subscriber, subscribe } from "../mqtt/subscriptions.ts";
import type { Ports } from "../ports/ports.ts";
import { readStanding } from "../update/standing.ts";
import { LONGEST_MS } from "./runtime.ts";
import { AUTHORITY, SETTINGS, setting } from "./settings.ts";
import { changedSettings, LAST_LINE } from "./settings-change.ts";
import { PASSWORD, SECRET } from "./settings-table.ts";
import { forgetTried, keepTried, layBeside, takeBackTried } from "./settings-trial.ts";

// What is to be done about the settings. Each outlives the turn that it begins in, and is looked at until it
// is done.
export const NOTHING_TO_DO = 0;
/** The broker is to be told them. */
export const TO_TELL = 1;
/** A trial waits for the broker. */
const ON_TRIAL = 2;
/** A restart waits for the next turn. */
const TO_RESTART = 3;
/** It is on its way. */
const RESTARTING = 4;
type Course = typeof NOTHING_TO_DO | typeof TO_TELL | typeof ON_TRIAL | typeof TO_RESTART | typeof RESTARTING;

/** What `pollSettings` says when the device is to be restarted now. */
export const RESTART_NOW = 0;

/** What the device tells when it checks the broker's certificate by an authority of its own. */
const AUTHORITY_IS_SET = "authority is set\n";

/** How long the device has to be accepted with new settings, from its start. */
const TRIAL_MS = 90000;
/** How long the broker must then stay with it: some take a device in, and throw it out for its topics. */
const HOLD_MS = 3000;

/** What found no room on the link is told again after this. */
const AGAIN_MS = 1000;

export interface RemoteSettings {
  course: Course;
  /** When the device started: a trial began then. */
  trialSince: number;
  /** What is wrong with settings, in words, or "". */
  settingsProblem: string;
  /** May they be changed by message? Then the broker is told them after each connect. */
  isRemote: boolean;
}

/** A device that has them. */
export interface SettingsHost {
  ports: Ports;
  client: Client;
  root: string;
  /** @inline */
  health: Health;
  /** @inline */
  settings: RemoteSettings;
}

interface Taker extends Subscriber {
  host: SettingsHost;
}

/**
 * The settings of a device that starts: on trial with others, or with a report on those that were tried
 * before.
 */
export function createRemoteSettings(isOnTrial: boolean, report: string, now: number): RemoteSettings {
  const course = isOnTrial ? ON_TRIAL : NOTHING_TO_DO;
  return { course, trialSince: now, settingsProblem: report, isRemote: false };
}

/** The device takes settings from now on. @cold */
export function takeSettings(host: SettingsHost): void {
  host.settings.isRemote = true;
  const taker: Taker = { host, deliver };
  subscribe(host.client, commandTopic(host.root, SETTINGS_NAME), 0, taker);
}

function deliver(taker: Taker, payload: string, retained: boolean): void {
  if (!retained && taker.host.settings.course < TO_RESTART) change(taker.host, payload);
}

/** The settings are to be told: on each connection, where they are told at all. */
export function tellSettingsAgain(host: SettingsHost): void {
  if (host.settings.isRemote && host.settings.course === NOTHING_TO_DO) host.settings.course = TO_TELL;
}

/** Takes what a message changes: all of it or nothing. @cold */
function change(host: SettingsHost, lines: string): void {
  const before = host.ports.readRecord(SETTINGS);
  if (before === undefined) return;
  const changed = changedSettings(before, lines, hasAuthority(host.ports));
  let fault = changed.fault;
  // Whatever they are: no answer says whether a secret that is guessed is the one that holds.
  if (fault === "" && lines !== "" && host.settings.course === ON_TRIAL) fault = "others are being tried";
  const { updates } = host.ports;
  // Each trial has its own end, by one timer of the chip.
  if (
    UPDATES &&
    fault === "" &&
    lines !== "" &&
    updates !== undefined &&
    readStanding(host.ports).tried === updates.started
  )
    fault = "an update is on trial; send them again in a minute";
  if (UPDATES && fault === "" && updates !== undefined && isRenamed(before, changed.record))
    fault = "id and root stay, as what is signed for the device names it; change them by the cable";
  if (fault === "" && changed.record !== before) {
    if (layBeside(host.ports, changed.record)) {
      host.settings.course = TO_RESTART;
      host.ports.wake(1);
      return;
    } else fault = "they could not be stored";
  }
  host.settings.settingsProblem = fault === "" ? "" : "settings were refused: " + fault;
  if (host.settings.course === NOTHING_TO_DO) host.settings.course = TO_TELL;
  noteChange(host.health);
  host.ports.wake(1);
}

/** What is signed for a device of another name is none for this one. @cold */
function isRenamed(before: string, after: string): boolean {
  return setting(before, "id") !== setting(after, "id") || setting(before, "root") !== setting(after, "root");
}

/**
 * Does what is due: ends a trial when it is time, or tells what is to be told. Returns the milliseconds until
 * it is next needed, or `RESTART_NOW`. @cold
 */
export function pollSettings(host: SettingsHost, now: number): number {
  const course = host.settings.course;
  if (course === ON_TRIAL) return pollTrial(host, now);
  if (course === TO_RESTART) {
    host.settings.course = RESTARTING;
    return RESTART_NOW;
  }
  if (course === RESTARTING || !isConnected(host.client)) return LONGEST_MS;
  // Behind the problem: who waits for the settings then knows how it went.
  if (host.health.standing === TOLD) tellSettings(host);
  return AGAIN_MS;
}

/** @cold */
function pollTrial(host: SettingsHost, now: number): number {
  const client = host.client;
  const left = isConnected(client)
    ? HOLD_MS - elapsed(now, client.connection.since)
    : TRIAL_MS - elapsed(now, host.settings.trialSince);
  if (left > 0) return left;
  if (isConnected(client)) {
    host.ports.stayOn();
    host.settings.course = host.settings.isRemote ? TO_TELL : NOTHING_TO_DO;
    if (!keepTried(host.ports)) {
      host.settings.settingsProblem = "settings could not be stored: they hold until the next start";
      noteChange(host.health);
    }
    return 1;
  }
  const { reason } = client.connection;
  failTrial(host, reason === "" ? "the network could not be joined" : reason);
  return 1;
}

/**
 * Takes back what is tried, where something is; `reason` in words. A broker that refuses a subscription is
 * none to keep. @cold
 */
export function failTrial(host: SettingsHost, reason: string): void {
  if (host.settings.course !== ON_TRIAL) return;
  takeBackTried(host.ports, reason);
  host.settings.course = TO_RESTART;
  host.ports.wake(1);
}

/** @cold */
function tellSettings(host: SettingsHost): void {
  const record = host.ports.readRecord(SETTINGS);
  if (record === undefined) return;
  let lines = "";
  let rest = record.substring(record.indexOf("\n") + 1);
  while (rest !== LAST_LINE) {
    const end = rest.indexOf("\n") + 1;
    // Power may have gone while it was written, and there be no room to write it again.
    if (end === 0) return;
    const line = rest.substring(0, end);
    if (line.indexOf(PASSWORD.key + "=") !== 0 && line.indexOf(SECRET.key + "=") !== 0) lines = lines + line;
    rest = rest.substring(end);
  }
  lines = lines + isSet(record, PASSWORD.key) + isSet(record, SECRET.key);
  if (hasAuthority(host.ports)) lines = lines + AUTHORITY_IS_SET;
  const publication = prepare(valueTopic(host.root, SETTINGS_NAME), 0, true, "reject");
  if (publish(host.client, publication, lines) === "refused: busy") return;
  host.settings.course = NOTHING_TO_DO;
  if (host.settings.settingsProblem !== "") forgetTried(host.ports);
}

/** Is an authority stored to check the broker's certificate by? @cold */
function hasAuthority(ports: Ports): boolean {
  return TLS && ports.readRecord(AUTHORITY) !== undefined;
}

function isSet(record: string, key: string): string {
  return key + (setting(record, key) === "" ? " is not set\n" : " is set\n");
}
