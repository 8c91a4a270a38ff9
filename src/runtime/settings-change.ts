// Changes to the settings by a message: lines of "key=value", all of them obeyed or none.
//
// Whoever may write the message must not come by the secrets through it. So what belongs to a broker or a
// network is not taken along to another one, unless the message brings it; and nobody turns TLS off by
// message. In another network anybody can answer as the broker, at the same name. Only a broker that has to
// prove by TLS who it is gets the credentials there.
import { STATIC_ADDRESS, TLS } from "../features.ts";
import { setting } from "./settings.ts";
import { goesElsewhere, usesTls } from "./settings-broker.ts";
import { settingsFault, valueFault } from "./settings-check.ts";
import { ADDRESS, PASSWORD, SECRET, SSID, USER } from "./settings-table.ts";

/** Of a record. */
export const LAST_LINE = "end\n";

export interface ChangedSettings {
  /** The whole record, where there is no fault. */
  record: string;
  /** Why the lines cannot be obeyed, in words; "" when they can. */
  fault: string;
}

/**
 * The record `before` with these lines obeyed; `hasAuthority` when one is stored to check the broker's
 * certificate by. @cold
 */
export function changedSettings(before: string, lines: string, hasAuthority: boolean): ChangedSettings {
  let record = before;
  let fault = "";
  let at = 0;
  while (at < lines.length && fault === "") {
    const rest = lines.substring(at);
    const end = rest.indexOf("\n");
    const line = end < 0 ? rest : rest.substring(0, end);
    at = at + line.length + 1;
    const equals = line.indexOf("=");
    if (equals < 0) {
      if (line !== "") fault = "each line is key=value";
    } else {
      const key = line.substring(0, equals);
      const value = line.substring(equals + 1);
      fault = valueFault(key, value);
      if (fault === "" && setting(record, key) !== value) record = withSetting(record, key, value);
    }
  }
  const isRenamed = setting(before, SSID.key) !== setting(record, SSID.key);
  if (isRenamed) {
    record = unlessBrought(record, lines, PASSWORD.key);
    if (STATIC_ADDRESS) record = unlessBrought(record, lines, ADDRESS.key);
  }
  // Another password may be another network too, under the old name, and another gateway or DNS server leads
  // the broker's name elsewhere.
  const joinsAnother =
    isRenamed ||
    setting(before, PASSWORD.key) !== setting(record, PASSWORD.key) ||
    (STATIC_ADDRESS && setting(before, ADDRESS.key) !== setting(record, ADDRESS.key));
  const provesItself = TLS && hasAuthority && usesTls(record);
  if (goesElsewhere(before, record) || (joinsAnother && !provesItself)) {
    record = unlessBrought(record, lines, USER.key);
    record = unlessBrought(record, lines, SECRET.key);
  }
  if (fault === "") fault = settingsFault(record);
  if (TLS && fault === "" && usesTls(before) && !usesTls(record)) fault = "TLS is not turned off by message";
  return { record, fault };
}

/** The record with a setting only where the lines bring it. */
function unlessBrought(record: string, lines: string, key: string): string {
  return ("\n" + lines).indexOf("\n" + key + "=") < 0 ? withSetting(record, key, "") : record;
}

/** The record with one setting changed; "" takes it out. */
function withSetting(record: string, key: string, value: string): string {
  let changed = record;
  let at = changed.indexOf("\n" + key + "=");
  // A record that somebody wrote by hand may have it twice.
  while (at >= 0) {
    const rest = changed.substring(at + 1);
    changed = changed.substring(0, at) + rest.substring(rest.indexOf("\n"));
    at = changed.indexOf("\n" + key + "=");
  }
  if (value === "") return changed;
  return changed.substring(0, changed.length - LAST_LINE.length) + key + "=" + value + "\n" + LAST_LINE;
}
