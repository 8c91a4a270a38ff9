// The set-up of a device over the air: who may read the page, and what becomes of a form. It ends with a
// record of settings that is to be tried (runtime/settings-trial.ts).
//
// Each name leads to this device (captive-dns.ts), so a page from elsewhere could read ours under its own
// name, with the token: only a request for the device's own address is shown it, and every other one is sent
// there. Phones that look for the internet come to the page so.
import { elapsed } from "../bytes/milliseconds.ts";
import { type HttpAnswer, redirect, textAnswer } from "../http/http-answer.ts";
import type { HttpRequest } from "../http/http-request.ts";
import type { HttpSite } from "../http/http-server.ts";
import { type Admission, BY_PASSWORD } from "../ports/access-point.ts";
import { EMPTY_RECORD, setting, settingsAreWhole } from "../runtime/settings.ts";
import { changedSettings } from "../runtime/settings-change.ts";
import { PASSWORD, SECRET, SSID, USER } from "../runtime/settings-table.ts";
import { filledForm } from "./filled-form.ts";
import { formField } from "./form-field.ts";
import { admissionIn, withNetwork } from "./networks.ts";
import { formPart, type Shown, TOKEN, tryingPart } from "./set-up-page.ts";

/** Pages of the site. */
const FORM_PAGE = 1;
const TRYING_PAGE = 2;

/** After a wrong token no form is looked at for so long. */
const GUESS_MS = 1000;

export interface SetUp extends HttpSite {
  shown: Shown;
  /** Host, and port where it is not 80, that phones reach the page at. */
  address: string;
  /** The settings that hold now, and whether an authority is stored for them. */
  before: string;
  hasAuthority: boolean;
  /** When a wrong token came last. */
  guessedAt: number | undefined;
  /** The settings to try; "" while no form was taken. */
  record: string;
}

/**
 * A set-up that begins. `before`: the record that is stored, if any; `token`: at least 16 characters that
 * nobody can guess, none of which means a thing in HTML; `report`: why settings that were tried do not hold;
 * `sent`: the form they came in, lines of "key=value" behind a line feed, which is shown again; `isOpen`: its
 * access point has no password; `findsBroker`: the form may leave the broker out.
 */
export function createSetUp(
  name: string,
  address: string,
  before: string | undefined,
  hasAuthority: boolean,
  token: string,
  report: string,
  sent: string | undefined,
  isOpen: boolean,
  findsBroker: boolean,
): SetUp {
  const held = before !== undefined && settingsAreWhole(before) ? before : EMPTY_RECORD;
  return {
    respond: respond as HttpSite["respond"],
    part: part as HttpSite["part"],
    shown: {
      name,
      isOpen,
      isFirst: held === EMPTY_RECORD,
      findsBroker,
      report,
      networks: "",
      values: sent === undefined ? held : sent,
      token,
    },
    address,
    before: held,
    hasAuthority,
    guessedAt: undefined,
    record: "",
  };
}

/** The page is open at an address: host, and port where it is not 80. */
export function reachAt(setUp: SetUp, address: string): void {
  setUp.address = address;
}

/** A scan has found a network. @cold */
export function networkFound(setUp: SetUp, name: string, dBm: number, admission: Admission): void {
  setUp.shown.networks = withNetwork(setUp.shown.networks, name, dBm, admission);
}

/** @cold */
function respond(setUp: SetUp, request: HttpRequest, now: number): HttpAnswer {
  // Port 80 may be named or not (RFC 9110, 4.2.3).
  if (request.host !== setUp.address && request.host !== setUp.address + ":80")
    return redirect(302, "http://" + setUp.address + "/");
  if (request.path !== "/") return textAnswer(404, "");
  if (request.method === "POST") return takeForm(setUp, request, now);
  return { status: 200, fields: "", page: setUp.record === "" ? FORM_PAGE : TRYING_PAGE, text: "" };
}

function part(setUp: SetUp, page: number, number: number): string | undefined {
  return page === FORM_PAGE ? formPart(setUp.shown, number) : tryingPart(setUp.shown, number);
}

/** @cold */
function takeForm(setUp: SetUp, request: HttpRequest, now: number): HttpAnswer {
  const { shown, guessedAt } = setUp;
  // What comes from another phone is told so by the page.
  if (setUp.record !== "") return redirect(303, "/");
  if (!request.isForm) return textAnswer(415, "");
  if (guessedAt !== undefined && elapsed(now, guessedAt) < GUESS_MS)
    return textAnswer(429, "Too soon: go back, and send it again in a second.");
  if (formField(request.body, TOKEN) !== shown.token) {
    setUp.guessedAt = now;
    shown.report = "The page was an old one: send it again.";
    return redirect(303, "/");
  }
  const form = filledForm(request.body, shown.findsBroker);
  const changed = changedSettings(setUp.before, form.lines, setUp.hasAuthority);
  let fault = form.fault === "" ? changed.fault : form.fault;
  if (fault === "") fault = missingSecret(setUp, changed.record);
  if (form.shown !== "") shown.values = form.shown;
  shown.report = fault;
  // So that a page that is loaded again sends no form again.
  if (fault !== "") return redirect(303, "/");
  setUp.record = changed.record;
  return { status: 200, fields: "", page: TRYING_PAGE, text: "" };
}

/** Which password `record` lacks, that the device would be away for long without, in words; "" for none. @cold */
function missingSecret({ before, shown }: SetUp, record: string): string {
  const ssid = setting(record, SSID.key);
  if (setting(record, PASSWORD.key) === "" && admissionIn(shown.networks, ssid) === BY_PASSWORD)
    return ssid + " asks for a password";
  // It is not taken along (runtime/settings-change.ts).
  return setting(record, USER.key) !== "" &&
    setting(record, SECRET.key) === "" &&
    setting(before, SECRET.key) !== ""
    ? "another broker or network: type the user's password again"
    : "";
}
