// Settings by message: changes are checked as a whole, laid beside the old settings and tried from the next start on. What
// holds is told after each connect, without the secrets.
//
// A command comes at QoS 0 and is not obeyed when retained: one that came again after the restart would restart the device
// for ever.
import { commandTopic, SETTINGS_NAME, valueTopic } from "../device/topics.ts";
import { type Client, CONNECTED } from "../mqtt/client.ts";
import { publish } from "../mqtt/outbox.ts";
import { prepare } from "../mqtt/publication.ts";
import { type Subscriber, subscribe } from "../mqtt/subscriptions.ts";
import type { Ports } from "../ports/ports.ts";
import { LONGEST_MS } from "./runtime.ts";
import { SETTINGS, setting } from "./settings.ts";
import { changedSettings, LAST_LINE } from "./settings-change.ts";
import { PASSWORD, SECRET } from "./settings-table.ts";
import { forgetTried, keepTried, layBeside, takeBack, trialLeft } from "./settings-trial.ts";

/** No trial; one that waits for the broker; a restart that waits for the next turn; one that is on its way. */
export const NO_TRIAL = 0;
export const ON_TRIAL = 1;
const TO_RESTART = 2;
const RESTARTING = 3;

/** What `pollSettings` says when the device is to be restarted now. */
export const RESTART_NOW = 0;

/** What found no room on the link is told again after this. */
const AGAIN_MS = 1000;

/** What the runtime knows of them. */
export interface SettingsHost {
  ports: Ports;
  client: Client;
  root: string;
  /** Where a trial stands, and since when. */
  trial: number;
  trialSince: number;
  /** What is wrong with settings, in words, or "". */
  settingsProblem: string;
  /** The broker is told them after each connect. */
  tellsSettings: boolean;
  /** There is something to do about them: a trial, a restart, or to tell them. */
  settingsDue: boolean;
  /** The problem is to be looked for again. */
  changed: boolean;
  /** The broker is still to be told the problem. */
  untold: boolean;
}

interface Taker extends Subscriber {
  host: SettingsHost;
}

/** The device takes settings from now on. @cold */
export function takeSettings(host: SettingsHost): void {
  const taker: Taker = { host, deliver };
  subscribe(host.client, commandTopic(host.root, SETTINGS_NAME), 0, taker);
}

function deliver(taker: Taker, payload: string, retained: boolean): void {
  if (!retained && taker.host.trial < TO_RESTART) change(taker.host, payload);
}

/** Takes what a message changes: all of it or nothing. @cold */
function change(host: SettingsHost, lines: string): void {
  const before = host.ports.readRecord(SETTINGS);
  if (before === undefined) return;
  const changed = changedSettings(before, lines);
  let fault = changed.fault;
  if (fault === "" && changed.record !== before) {
    if (host.trial === ON_TRIAL) fault = "others are being tried";
    else if (layBeside(host.ports, changed.record)) {
      host.trial = TO_RESTART;
      host.settingsDue = true;
      host.ports.wake(1);
      return;
    } else fault = "they could not be stored";
  }
  host.settingsProblem = fault === "" ? "" : "settings were refused: " + fault;
  host.settingsDue = true;
  host.changed = true;
  host.ports.wake(1);
}

/**
 * Does what is due: ends a trial when it is time, or tells what is to be told. Returns the milliseconds until it is next
 * needed, or `RESTART_NOW`. @cold
 */
export function pollSettings(host: SettingsHost, now: number): number {
  if (host.trial === ON_TRIAL) return pollTrial(host, now);
  if (host.trial >= TO_RESTART) {
    host.trial = RESTARTING;
    host.settingsDue = false;
    return RESTART_NOW;
  }
  if (host.client.state !== CONNECTED) return LONGEST_MS;
  // Behind the problem: who waits for the settings then knows how it went.
  if (!host.changed && !host.untold) tellSettings(host);
  return AGAIN_MS;
}

/** @cold */
function pollTrial(host: SettingsHost, now: number): number {
  const client = host.client;
  const left = trialLeft(client, host.trialSince, now);
  if (left > 0) return left;
  if (client.state === CONNECTED) {
    host.ports.stayOn();
    host.trial = NO_TRIAL;
    host.settingsDue = host.tellsSettings;
    if (!keepTried(host.ports)) {
      host.settingsProblem = "settings could not be stored: they hold until the next start";
      host.changed = true;
    }
    return 1;
  }
  takeBack(host.ports, client.reason === "" ? "the network could not be joined" : client.reason);
  host.trial = TO_RESTART;
  return 1;
}

/** @cold */
function tellSettings(host: SettingsHost): void {
  const record = host.ports.readRecord(SETTINGS);
  if (record === undefined) return;
  let lines = "";
  let rest = record.substring(record.indexOf("\n") + 1);
  while (rest.length > LAST_LINE.length) {
    const end = rest.indexOf("\n") + 1;
    const line = rest.substring(0, end);
    if (line.indexOf(PASSWORD.key + "=") !== 0 && line.indexOf(SECRET.key + "=") !== 0) lines = lines + line;
    rest = rest.substring(end);
  }
  lines = lines + isSet(record, PASSWORD.key) + isSet(record, SECRET.key);
  const publication = prepare(valueTopic(host.root, SETTINGS_NAME), 0, true, "reject");
  if (publish(host.client, publication, lines) === "refused: busy") return;
  host.settingsDue = false;
  if (host.settingsProblem !== "") forgetTried(host.ports);
}

function isSet(record: string, key: string): string {
  return key + (setting(record, key) === "" ? " is not set\n" : " is set\n");
}
