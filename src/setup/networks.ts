// Networks that a scan has found: the strongest eight as one text, a line for each, the strongest first.
import { hasControl } from "../bytes/control-characters.ts";
import { isUtf8 } from "../bytes/well-formed.ts";
import { escaped } from "../http/escaped.ts";
import { type Admission, ENTERPRISE, OPEN } from "../ports/access-point.ts";
import { SSID } from "../runtime/settings-table.ts";

const MOST_NETWORKS = 8;
/** A line begins with how weak the signal is, as a byte that is no line feed, and with who is let in. */
const FIRST_BYTE = 32;
const WEAKEST = 100;
const NAME_AT = 2;

/**
 * The list with one more network. A name that is hidden, or that no page can show and send back, is left out:
 * it can be typed in. Several access points with one name are one network. @cold
 */
export function withNetwork(list: string, name: string, dBm: number, admission: Admission): string {
  if (name === "" || name.length > SSID.most || !isUtf8(name) || hasControl(name)) return list;
  const weakness = Math.min(WEAKEST, Math.max(0, 0 - dBm));
  const line = String.fromCharCode(FIRST_BYTE + weakness) + admission + name;
  let kept = "";
  let count = 0;
  let isIn = false;
  let rest = list;
  while (rest !== "" && count < MOST_NETWORKS) {
    const end = rest.indexOf("\n");
    const other = rest.substring(0, end);
    rest = rest.substring(end + 1);
    const isWeaker = other.charCodeAt(0) - FIRST_BYTE > weakness;
    const isSame = other.substring(NAME_AT) === name;
    if (isSame && !isWeaker) return list;
    if (isWeaker && !isIn) {
      kept = kept + line + "\n";
      count += 1;
      isIn = true;
    }
    if (!isSame && count < MOST_NETWORKS) {
      kept = kept + other + "\n";
      count += 1;
    }
  }
  return isIn || count === MOST_NETWORKS ? kept : kept + line + "\n";
}

export function networkCount(list: string): number {
  let count = 0;
  for (let rest = list; rest !== ""; rest = rest.substring(rest.indexOf("\n") + 1)) count += 1;
  return count;
}

/** Who the network of this name lets in; "" for one that is not in the list. @cold */
export function admissionIn(list: string, name: string): string {
  for (let rest = list; rest !== ""; rest = rest.substring(rest.indexOf("\n") + 1)) {
    const line = rest.substring(0, rest.indexOf("\n"));
    if (line.substring(NAME_AT) === name) return line.substring(1, NAME_AT);
  }
  return "";
}

/** The line of a number, counted from 0, which the list must have. */
function lineAt(list: string, number: number): string {
  let rest = list;
  for (let i = 0; i < number; i++) rest = rest.substring(rest.indexOf("\n") + 1);
  return rest.substring(0, rest.indexOf("\n"));
}

/**
 * The option of a number, counted from 0, which the list must have, in a list of networks to choose from.
 * @cold
 */
export function networkOption(list: string, number: number, chosen: string): string {
  const line = lineAt(list, number);
  const weakness = line.charCodeAt(0) - FIRST_BYTE;
  const admission = line.substring(1, NAME_AT);
  const name = line.substring(NAME_AT);
  const strength = weakness <= 60 ? "strong" : weakness <= 75 ? "good" : "weak";
  const state = admission === ENTERPRISE ? " disabled" : name === chosen ? " selected" : "";
  const words =
    admission === OPEN
      ? ", without a password"
      : admission === ENTERPRISE
        ? ", of an enterprise: cannot be joined"
        : "";
  const safe = escaped(name);
  return '<option value="' + safe + '"' + state + ">" + safe + " (" + strength + words + ")</option>";
}
