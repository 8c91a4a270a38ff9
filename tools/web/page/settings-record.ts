// The record of settings as a form has it: stored ones, changed ones, and those that the device would refuse.
import { utf8 } from "../../../src/bytes/utf8.ts";
import { valueFault } from "../../../src/runtime/settings-check.ts";
import { SETTINGS_TABLE } from "../../../src/runtime/settings-table.ts";

/** Values by their keys, as byte strings. */
export type StoredSettings = Readonly<Record<string, string>>;

const FIRST = "ringmote 1";
const LAST = "end";

/** The values of a stored record; nothing for one that is damaged or missing. */
export function storedSettings(record: string): StoredSettings {
  const lines = record.split("\n");
  if (lines[0] !== FIRST || !lines.includes(LAST)) return {};
  const pairs = lines.slice(1, lines.indexOf(LAST)).map((line) => {
    const at = line.indexOf("=");
    return [line.slice(0, at), line.slice(at + 1)] as const;
  });
  return Object.fromEntries(pairs);
}

/**
 * The record of these values, in the order of the table, without empty ones. Keys that are not in the table
 * stay.
 */
export function recordOf(values: StoredSettings): string {
  const keys = SETTINGS_TABLE.map(({ key }) => key);
  const others = Object.keys(values).filter((key) => !keys.includes(key));
  const lines = [...keys, ...others]
    .filter((key) => values[key] !== undefined && values[key] !== "")
    .map((key) => `${key}=${values[key]}`);
  return `${[FIRST, ...lines, LAST].join("\n")}\n`;
}

/** The device's objection to a typed value, in a sentence's words; "" for none. */
export function faultOf(key: string, typed: string): string {
  if (typed === "") return "";
  if (typed.includes("\n")) return "it is one line";
  return valueFault(key, utf8(typed));
}

/**
 * The stored values with the typed ones in their place. A secret that was not typed stays as it is, unless
 * its owner (the network, the user) has changed.
 */
export function mergedSettings(stored: StoredSettings, typed: StoredSettings): StoredSettings {
  const merged: Record<string, string> = { ...stored };
  for (const [key, value] of Object.entries(typed)) merged[key] = utf8(value);
  for (const [secret, owner] of [
    ["password", "ssid"],
    ["secret", "user"],
  ]) {
    const isSame = merged[owner] === stored[owner];
    if (typed[secret] === "" || typed[secret] === undefined)
      merged[secret] = isSame ? (stored[secret] ?? "") : "";
  }
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ""));
}

/** A stored byte string as people read it. */
export function shownText(bytes: string): string {
  return new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
}
