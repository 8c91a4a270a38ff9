// The page of a device that is set up: a form, and what follows it. Part by part of at most 256 bytes, but
// for what stands in it: an interpreter has one of them in memory at a time. It needs no script, and loads
// nothing.
import { MULTICAST_DNS } from "../features.ts";
import { escaped } from "../http/escaped.ts";
import { ENTERPRISE } from "../ports/access-point.ts";
import { ANY_BROKER } from "../runtime/multicast-dns.ts";
import { setting } from "../runtime/settings.ts";
import { HOST, ID, PASSWORD, PORT, SECRET, SSID, USER } from "../runtime/settings-table.ts";
import { OTHER } from "./filled-form.ts";
import { admissionIn, networkCount, networkOption } from "./networks.ts";

/** What the page shows. None of it is a secret but the token. */
export interface Shown {
  /** The device's name, which is its access point's. */
  name: string;
  /** Its access point has no password. */
  isOpen: boolean;
  /** The device has no settings yet. */
  isFirst: boolean;
  /** Its broker may be left out. */
  findsBroker: boolean;
  /** Why what was sent or tried does not hold, in words; "" for nothing. */
  report: string;
  /** Networks that were found (networks.ts). */
  networks: string;
  /** Settings without secrets: a record, or lines of one. */
  values: string;
  /** Comes back with the form: who has not read the page does not know it. */
  token: string;
}

/** Names of the form's fields that are no settings. */
export const TOKEN = "token";

/** Parts in front of what differs between the pages. */
const HEAD_PARTS = 4;
const OPTIONS_AT = HEAD_PARTS + 3;

/** The part of a number of the form's page; `undefined` behind the last one. @cold */
export function formPart(shown: Shown, number: number): string | undefined {
  if (number < HEAD_PARTS) return headPart(shown.name, number);
  if (number === HEAD_PARTS)
    return shown.report === ""
      ? ""
      : '<p class="fault" role="alert">' + escaped(shown.report) + "<br>Type the passwords again.</p>";
  if (number === HEAD_PARTS + 1)
    return shown.isOpen
      ? '<p class="fault">This network has no password. Whoever is near can join it, and read what is sent.</p>'
      : "";
  if (number < OPTIONS_AT)
    return '<form method="post" action="/"><label>Wi-Fi network <i>ssid</i><select name="' + SSID.key + '">';
  const count = networkCount(shown.networks);
  if (number < OPTIONS_AT + count)
    return networkOption(shown.networks, number - OPTIONS_AT, setting(shown.values, SSID.key));
  return fieldPart(shown, number - OPTIONS_AT - count);
}

/** The name of a network that was set and is not found now; "" for none. */
function otherNetwork({ networks, values }: Shown): string {
  const name = setting(values, SSID.key);
  const admission = admissionIn(networks, name);
  return admission === "" || admission === ENTERPRISE ? name : "";
}

/** @cold */
function headPart(name: string, number: number): string {
  if (number === 0)
    return '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><link rel="icon" href="data:,"><style>:root{color-scheme:light dark}body{font:17px/1.5 system-ui,sans-serif;';
  if (number === 1)
    return "max-width:26em;margin:auto;padding:0 1em 2em}h1{font-size:1.4em;overflow-wrap:anywhere}label{display:block;margin-top:1em}i{float:right;opacity:.75}.fault{border-left:4px solid #d33;padding-left:.7em}";
  if (number === 2)
    return "input,select,button{font:inherit;box-sizing:border-box;width:100%;min-height:2.8em;padding:0 .6em}button{margin-top:1.5em}</style>";
  const safe = escaped(name);
  return "<title>Set up " + safe + "</title></head><body><h1>Set up " + safe + "</h1>";
}

/** What stands behind the networks. @cold */
function fieldPart(shown: Shown, number: number): string | undefined {
  const { values, token } = shown;
  if (number === 0) {
    const other = otherNetwork(shown);
    return (
      '<option value=""' +
      (other === "" ? "" : " selected") +
      ">Another one, named below</option></select></label>" +
      textField("Or the name of one that is not in the list", OTHER, other, SSID.most, "")
    );
  }
  if (number === 1) return secretField("Wi-Fi password", PASSWORD.key, PASSWORD.most);
  if (number === 2)
    return MULTICAST_DNS && shown.findsBroker
      ? textField(
          "MQTT broker, or nothing to find it",
          HOST.key,
          brokerText(shown),
          HOST.most,
          ' placeholder="found by itself"',
        )
      : textField(
          "MQTT broker, with its port if not 1883",
          HOST.key,
          brokerText(shown),
          HOST.most,
          ' required placeholder="192.168.1.20:1883"',
        );
  if (number === 3)
    return textField("User at the broker", USER.key, setting(values, USER.key), USER.most, "");
  if (number === 4) return secretField("The user's password", SECRET.key, SECRET.most);
  // Home Assistant takes no other identity.
  if (number === 5)
    return textField(
      "Name in its topics (may stay empty)",
      ID.key,
      setting(values, ID.key),
      ID.most,
      ' pattern="[A-Za-z0-9_\\-]*" title="letters, digits, _ and -"',
    );
  if (number === 6)
    return (
      '<input type="hidden" name="' +
      TOKEN +
      '" value="' +
      token +
      '"><button>Try these settings</button></form><p>Open for ten minutes' +
      (shown.isFirst ? "; then switch the device off and on" : "") +
      ".</p></body></html>"
    );
  return undefined;
}

/** The broker with its port, where one is set. */
function brokerText({ values, findsBroker }: Shown): string {
  const port = setting(values, PORT.key);
  if (MULTICAST_DNS && findsBroker && setting(values, HOST.key) === ANY_BROKER) return "";
  return setting(values, HOST.key) + (port === "" ? "" : ":" + port);
}

/** The setting's name stands beside it: faults name it. */
function textField(label: string, name: string, value: string, most: number, more: string): string {
  return (
    "<label>" +
    label +
    " <i>" +
    name +
    '</i><input name="' +
    name +
    '" autocapitalize="none" autocorrect="off" value="' +
    escaped(value) +
    '" maxlength="' +
    most +
    '"' +
    more +
    "></label>"
  );
}

/** Never holds a value. */
function secretField(label: string, name: string, most: number): string {
  return (
    "<label>" +
    label +
    " <i>" +
    name +
    '</i><input type="password" name="' +
    name +
    '" autocomplete="off" maxlength="' +
    most +
    '"></label>'
  );
}

/** The part of a number of the page behind a form that was taken; `undefined` behind the last one. @cold */
export function tryingPart({ name, values }: Shown, number: number): string | undefined {
  if (number < HEAD_PARTS) return headPart(name, number);
  if (number === HEAD_PARTS)
    return (
      "<p>The settings are being tried: the device starts again, joins <b>" +
      escaped(setting(values, SSID.key)) +
      "</b> and calls the broker.</p>"
    );
  if (number === HEAD_PARTS + 1)
    return "<p>This access point closes now. If it is still closed in two minutes, the device is set up: look for it at the broker or in Home Assistant.</p>";
  if (number === HEAD_PARTS + 2)
    return "<p>If it opens again, they failed: join it once more, and this page says why and has what you sent, without the passwords.</p></body></html>";
  return undefined;
}
