// Changes of settings as they are typed, key=value each.

import { unknownName } from "../../../src/arguments/nearest-name.ts";
import { utf8 } from "../../../src/bytes/utf8.ts";
import { type BrokerParts, brokerParts } from "../../../src/client/transport/broker-address.ts";
import { setting } from "../../../src/runtime/settings.ts";
import { changedSettings } from "../../../src/runtime/settings-change.ts";
import { valueFault } from "../../../src/runtime/settings-check.ts";
import { SETTINGS_TABLE } from "../../../src/runtime/settings-table.ts";
import { asciiHost } from "../broker/ascii-host.ts";
import { UsageError } from "../words/failure.ts";
import type { Changes } from "./device-settings.ts";

export const WIFI_VARIABLE = "RINGMOTE_WIFI_PASSWORD";

/** Secrets that are named without a value come from here: no list of processes shows them. */
export const HIDDEN: Readonly<Record<string, string>> = {
  password: WIFI_VARIABLE,
  secret: "RINGMOTE_NEW_SECRET",
};

/** The changes by their keys, checked as the device will. Throws a UsageError for what it would refuse. */
export function changesOf(written: readonly string[]): Changes {
  const pairs = written.map((change) => {
    const [, key, value] = /^([^=]*)(?:=(.*))?$/s.exec(change) ?? [];
    const said = value ?? hidden(key);
    return [key, key === "host" ? asciiHost(said) : said] as const;
  });
  for (const [key, value] of pairs) {
    const row = SETTINGS_TABLE.find((row) => row.key === key);
    if (row === undefined) {
      const keys = SETTINGS_TABLE.map((row) => row.key);
      throw new UsageError(unknownName("setting", key, keys));
    }
    checkSetting(key, value);
  }
  return Object.fromEntries(pairs);
}

/** Throws when the device would refuse it. What is wrong never shows the value: it may be a secret. */
export function checkSetting(key: string, value: string): void {
  const fault = key === "host" ? brokerHostFault(value) : valueFault(key, utf8(value));
  if (fault !== "") throw new UsageError(`The setting ${key} cannot be that: ${fault}.`);
}

/** Why a device has no broker by this host; of an address, what to write in its place. "" when it has one. */
export function brokerHostFault(host: string): string {
  if (host === "") return "a device needs a broker";
  const fault = valueFault("host", utf8(host));
  const parts = fault === "" ? undefined : brokerParts(host);
  return parts === undefined ? fault : `write ${asChanges(parts)}`;
}

/** As they are typed, without a secret. */
function asChanges({ host, port, tls, user, secret }: BrokerParts): string {
  const changes = [`host=${host}`];
  if (port !== undefined) changes.push(`port=${port}`);
  if (tls) changes.push("tls=1");
  if (user !== undefined) changes.push("user=...");
  if (secret !== undefined) changes.push("secret=...");
  return changes.join(" ");
}

/**
 * What the device will not take along, in the order of the table: the settings that it has published and
 * would lose by changes that do not name them. Throws a UsageError when it would refuse them.
 */
export function droppedBy(published: string, changes: Changes): string[] {
  const before = publishedRecord(published);
  const lines = Object.entries(changes).map(([key, value]) => `${key}=${utf8(value)}`);
  const { record, fault } = changedSettings(before, lines.join("\n"), setting(before, "authority") !== "");
  if (fault !== "") throw new UsageError(`The device would refuse this: ${fault}.`);
  return SETTINGS_TABLE.map(({ key }) => key).filter(
    (key) => changes[key] === undefined && setting(before, key) !== setting(record, key),
  );
}

/** The record of a device that has published these settings, with something in place of its secrets. */
function publishedRecord(published: string): string {
  const lines = utf8(published.trim())
    .split("\n")
    .map((line) => line.replace(/^(\w+) is set$/, "$1=unknown"))
    .filter((line) => line.includes("="));
  return ["ringmote 1", ...lines, "end", ""].join("\n");
}

function hidden(key: string): string {
  const variable = HIDDEN[key];
  const value = variable === undefined ? undefined : process.env[variable];
  if (value !== undefined) return value;
  const orVariable = variable === undefined ? "" : `, or put its value into ${variable}`;
  throw new UsageError(`The setting ${key} has no value; write ${key}=value${orVariable}.`);
}
