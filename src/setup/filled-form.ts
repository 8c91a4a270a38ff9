// The form that a person has sent, as the lines of a change to the settings (runtime/settings-change.ts): the
// same checks hold as for settings by message.
import { MULTICAST_DNS } from "../features.ts";
import { hostOf } from "../mqtt/failover.ts";
import { ANY_BROKER } from "../runtime/multicast-dns.ts";
import { HOST, ID, PASSWORD, PORT, SECRET, SSID, USER } from "../runtime/settings-table.ts";
import { formField } from "./form-field.ts";

/** The field for the name of a network that the list does not show. */
export const OTHER = "other";

const SPACE = 32;
const ID_SIGNS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
const URL_BEGINS = "mqtt://";

export interface FilledForm {
  /** Lines of "key=value". */
  lines: string;
  /** The same without secrets, behind a line feed: `setting` finds them. */
  shown: string;
  /** Why the form cannot be taken, in words; "" when it can. */
  fault: string;
}

/** `findsBroker`: without a broker it looks for one. @cold */
export function filledForm(body: string, findsBroker: boolean): FilledForm {
  const form: FilledForm = { lines: "", shown: "", fault: "" };
  const chosen = textIn(form, body, SSID.key);
  const other = textIn(form, body, OTHER);
  const ssid = other === "" ? chosen : other;
  const broker = addressIn(textIn(form, body, HOST.key));
  // Of several the ports stand in the list.
  const named = broker.indexOf(",") < 0 ? hostOf(broker) : broker;
  const host = MULTICAST_DNS && findsBroker && broker === "" ? ANY_BROKER : named;
  const user = textIn(form, body, USER.key);
  const id = textIn(form, body, ID.key);
  form.lines =
    lineOf(SSID.key, ssid) +
    lineOf(HOST.key, host) +
    lineOf(PORT.key, broker.substring(Math.min(named.length + 1, broker.length))) +
    lineOf(USER.key, user) +
    lineOf(ID.key, id);
  form.shown = "\n" + form.lines;
  // A secret that is left empty is the one that is set, where that may stay. Without a user there is none.
  const password = textIn(form, body, PASSWORD.key);
  if (password !== "") form.lines = form.lines + lineOf(PASSWORD.key, password);
  const secret = textIn(form, body, SECRET.key);
  if (secret !== "" || user === "") form.lines = form.lines + lineOf(SECRET.key, user === "" ? "" : secret);
  if (form.fault !== "") form.shown = "";
  else if (ssid === "") form.fault = "ssid is missing: choose a network";
  else if (host === "") form.fault = "host is missing: it is the broker's name or address";
  else if (broker.indexOf("/") >= 0 || broker.indexOf(" ") >= 0)
    form.fault = "host is the broker's name or address, as 192.168.1.20 or 192.168.1.20:1884";
  else if (user === "" && secret !== "") form.fault = "user is missing: a password was typed";
  else if (!isIdentity(id)) form.fault = "id has letters, digits, _ and - only";
  return form;
}

/** Home Assistant takes no other one. */
function isIdentity(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (ID_SIGNS.indexOf(text.substring(i, i + 1)) < 0) return false;
  return true;
}

/** A broker's address without what people copy along with it: spaces around it, and the beginning of a URL. */
function addressIn(text: string): string {
  let from = 0;
  let end = text.length;
  while (from < end && text.charCodeAt(from) === SPACE) from += 1;
  if (text.substring(from, from + URL_BEGINS.length) === URL_BEGINS) from += URL_BEGINS.length;
  while (end > from && text.charCodeAt(end - 1) === SPACE) end -= 1;
  return text.substring(from, end);
}

function lineOf(key: string, value: string): string {
  return key + "=" + value + "\n";
}

/** A field's text. With a line break in it, it would be a line of its own. @cold */
function textIn(form: FilledForm, body: string, name: string): string {
  const text = formField(body, name);
  if (text !== undefined && text.indexOf("\n") < 0 && text.indexOf("\r") < 0 && text.indexOf("\0") < 0)
    return text;
  form.fault = name + " is one line, without NUL";
  return "";
}
