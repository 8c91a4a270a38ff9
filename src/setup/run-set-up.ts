// A set-up on a board: under the name of its chip, with what became of settings that were tried; it ends with
// a restart, which tries those that were sent. A device that has settings goes on with them when none were.
import { MULTICAST_DNS } from "../features.ts";
import type { Storage } from "../ports/storage.ts";
import type { System } from "../ports/system.ts";
import { ANY_BROKER } from "../runtime/multicast-dns.ts";
import { takenBack } from "../runtime/settings-trial.ts";
import { ACCESS_PASSWORD, ACCESS_POINT_NAME, SENT_FORM } from "./access-names.ts";
import { needsSetUp, tryFirst } from "./first-settings.ts";
import { reopenOnFailure } from "./power-ups.ts";
import { type SetUpPorts, type SetUpProgram, startSetUp } from "./set-up-program.ts";

/** WPA2's shortest password: an interpreter that is given less opens the network to everybody, or none. */
const SHORTEST_PASSWORD = 8;
/** The most bytes of a request's head: browsers send some 500. */
const MOST_HEAD = 2048;

/** A device that has settings starts with them then, whatever happens to its set-up: its window is ten minutes. */
const LONGEST_MS = 660000;

export interface BoardPorts
  extends SetUpPorts,
    Pick<Storage, "writeRecord">,
    Pick<System, "chipId" | "restartIn"> {}

/**
 * `isOpen`: whoever is near may join; `findsBroker`: the form may leave the broker out. `undefined`: without
 * a password that it must have, it opens nothing.
 * @cold
 */
export function runSetUp(ports: BoardPorts, isOpen: boolean, findsBroker: boolean): SetUpProgram | undefined {
  const hasSettings = !needsSetUp(ports);
  const stored = ports.readRecord(ACCESS_PASSWORD);
  const password = isOpen || stored === undefined ? "" : stored;
  if (!isOpen && password.length < SHORTEST_PASSWORD) {
    ports.log("set-up: the access point has no password, flash the device again");
    if (hasSettings) ports.restartIn(1);
    return undefined;
  }
  if (hasSettings) ports.restartIn(LONGEST_MS);
  const failure = takenBack(ports);
  return startSetUp(
    ports,
    ACCESS_POINT_NAME + ports.chipId(),
    password,
    failure === "" ? "" : reportOf(failure),
    failure === "" ? undefined : ports.readRecord(SENT_FORM),
    MOST_HEAD,
    findsBroker,
    (record, form) => {
      if (record === "" && !hasSettings) return;
      if (record !== "") {
        ports.writeRecord(SENT_FORM, form);
        if (!tryFirst(ports, record)) ports.log("set-up: the settings could not be stored");
        else if (hasSettings) reopenOnFailure(ports);
      }
      ports.restartIn(1);
    },
  );
}

/** Why settings failed, with what a person can look at who reads it. @cold */
function reportOf(failure: string): string {
  if (MULTICAST_DNS && failure.indexOf(ANY_BROKER) >= 0)
    return "no broker was found in this network: type its address, as 192.168.1.20";
  let advice = "Are the broker's address, port, user and password right?";
  if (failure.indexOf("the network could not") >= 0) advice = "Are its name and password right?";
  else if (failure.indexOf("not authorized") >= 0 || failure.indexOf("bad user") >= 0)
    advice = "Are user and password right?";
  else if (failure.indexOf("connection refused") >= 0) advice = "Is the port right?";
  // In the words of Espruino too.
  else if (failure.indexOf("unknown host") >= 0 || failure.indexOf("locate host") >= 0)
    advice = "Type its address, as 192.168.1.20.";
  return failure + ". " + advice;
}
