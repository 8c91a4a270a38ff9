// Checks of a setting, on the device and on a computer. A sentence never holds the value: it may be a secret.
import { hasControl } from "../bytes/control-characters.ts";
import { isUtf8 } from "../bytes/well-formed.ts";
import { wholeNumber } from "../bytes/whole-number.ts";
import { siteIn } from "../clock/sun-anywhere.ts";
import { LEVELS } from "../device/run/log.ts";
import {
  BROKERS,
  CREDENTIALS,
  DISCOVERY,
  LOG,
  MULTICAST_DNS,
  PLACE_SETTING,
  REMOTE_SETTINGS,
  STATIC_ADDRESS,
  TLS,
  ZONE_SETTING,
} from "../features.ts";
import { brokersFault, hostOf, isHost } from "../mqtt/failover.ts";
import { hasWildcard, isTopic } from "../mqtt/topic.ts";
import { ANY_BROKER } from "./multicast-dns.ts";
import { setting, settingsAreWhole } from "./settings.ts";
import { usesTls } from "./settings-broker.ts";
import {
  ADDRESS,
  HOST,
  ID,
  KEEP_ALIVE,
  LOG_LEVEL,
  PASSWORD,
  PLACE,
  PORT,
  ROOT_SETTING,
  SECRET,
  SSID,
  TLS_SETTING,
  USER,
  ZONE_ROW,
} from "./settings-table.ts";
import { addressFault } from "./static-address.ts";

/** Why `key` cannot be set to `value` (bytes; "" is its default), in words; "" when it can. @cold */
export function valueFault(key: string, value: string): string {
  if (key === SSID.key) return textFault(key, value, SSID.least, SSID.most);
  if (key === PASSWORD.key) return textFault(key, value, PASSWORD.least, PASSWORD.most);
  if (STATIC_ADDRESS && key === ADDRESS.key) return addressFault(value);
  if (key === HOST.key) return hostFault(value);
  if (key === PORT.key) return numberFault(key, value, PORT.least, PORT.most);
  if (key === TLS_SETTING.key)
    return value === "" || value === "0" || value === "1" ? "" : key + " is 0 or 1";
  if (key === USER.key) return nameFault(key, value, USER.least, USER.most);
  if (key === SECRET.key) return textFault(key, value, SECRET.least, SECRET.most);
  if (key === ID.key) return topicFault(key, value, ID.most);
  if (key === ROOT_SETTING.key && value.indexOf("$") === 0)
    return "topics that begin with $ are the broker's own";
  if (key === ROOT_SETTING.key) return topicFault(key, value, ROOT_SETTING.most);
  if (key === KEEP_ALIVE.key)
    return value === "0" ? "" : numberFault(key, value, KEEP_ALIVE.least, KEEP_ALIVE.most);
  if (LOG && key === LOG_LEVEL.key) return levelFault(value);
  if (ZONE_SETTING && key === ZONE_ROW.key) return textFault(key, value, ZONE_ROW.least, ZONE_ROW.most);
  if (PLACE_SETTING && key === PLACE.key) return placeFault(value);
  return "there is no setting of that name here";
}

function textFault(key: string, value: string, least: number, most: number): string {
  if (value !== "" && (value.length < least || value.length > most))
    return key + " has " + least + " to " + most + " bytes";
  if (value.indexOf("\0") >= 0 || value.indexOf("\n") >= 0 || value.indexOf("\r") >= 0)
    return key + " is one line, without NUL";
  return "";
}

/**
 * Of what is text to others. Brokers end the connection for bytes that are none [MQTT-1.5.3-1], and for
 * control characters.
 */
function nameFault(key: string, value: string, least: number, most: number): string {
  if (!isUtf8(value)) return key + " is text in UTF-8";
  return hasControl(value) ? key + " must not hold control characters" : textFault(key, value, least, most);
}

function hostFault(value: string): string {
  const fault = nameFault("host", value, HOST.least, HOST.most);
  if (fault !== "" || value === "") return fault;
  if (value.indexOf(",") >= 0) return BROKERS ? brokersFault(value) : "host: this image takes one broker";
  return isHost(value) && hostOf(value) === value
    ? ""
    : "host is a name or an address alone, without mqtt://, port and spaces";
}

function numberFault(key: string, value: string, least: number, most: number): string {
  const number = wholeNumber(value);
  if (value === "" || (number !== undefined && number >= least && number <= most)) return "";
  return key + " is a whole number from " + least + " to " + most;
}

/** Of what stands in topics: the root, and the identity where there is none, or where the device is announced. */
function topicFault(key: string, value: string, most: number): string {
  if (hasWildcard(value)) return key + " stands in topics, and must not hold the wildcards + and #";
  return nameFault(key, value, 1, most);
}

function placeFault(value: string): string {
  // A NUL or a line break behind a number counts as blank there.
  const fault = textFault(PLACE.key, value, PLACE.least, PLACE.most);
  return fault !== "" || value === "" || siteIn(value) !== undefined
    ? fault
    : "place is a latitude from -79 to 79 and a longitude in degrees, as 52.5,13.4";
}

function levelFault(value: string): string {
  if (value === "") return "";
  for (const level of LEVELS) {
    if (level === value) return "";
  }
  return "log is error, warning, info or debug";
}

/** Why a device cannot start with this record, in words; "" when it can. @cold */
export function settingsFault(record: string | undefined): string {
  let fault = "";
  if (record === undefined) fault = "missing";
  else if (!settingsAreWhole(record)) fault = "unreadable";
  else if (setting(record, "host") === "") fault = "name no broker";
  else if (!BROKERS && setting(record, "host").indexOf(",") >= 0) fault = "name several brokers";
  else if (!haveTopics(record)) fault = "give no topics, for a NUL, + or # in id or root";
  if (fault !== "" || record === undefined)
    return "settings " + fault + ": write them with `ringmote settings`";
  // Never anonymous, and never in the clear, where the settings say otherwise.
  if (!CREDENTIALS && setting(record, "user") !== "")
    return "settings name a user, and this image takes none";
  if (MULTICAST_DNS && usesTls(record) && setting(record, "host") === ANY_BROKER)
    return "settings ask for TLS of a broker that they do not name: name its host";
  if (!TLS && usesTls(record))
    return "settings ask for TLS, which this image has not: put a TLS proxy beside the broker";
  return "";
}

/** Can the device have topics that begin with its root, or with its identity where there is none? */
function haveTopics(record: string): boolean {
  const root = setting(record, ROOT_SETTING.key);
  if (REMOTE_SETTINGS && root.indexOf("$") === 0) return false;
  const begin = DISCOVERY || root === "" ? root + setting(record, ID.key) : root;
  return begin === "" || isTopic(begin);
}
