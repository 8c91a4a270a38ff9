// A set-up on a board: under the name of its chip, with what became of settings that were tried; it ends with a restart, which
// tries those that were sent.
import type { Storage } from "../ports/storage.ts";
import type { System } from "../ports/system.ts";
import { takenBack } from "../runtime/settings-trial.ts";
import { tryFirst } from "./first-settings.ts";
import { type SetUpPorts, type SetUpProgram, startSetUp } from "./set-up-program.ts";

/** What the name of an access point begins with. */
const NAME = "ringmote-";
/** The most bytes of a request's head: browsers send some 500. */
const MOST_HEAD = 2048;

export interface BoardPorts
  extends SetUpPorts,
    Pick<Storage, "writeRecord">,
    Pick<System, "chipId" | "restartIn"> {}

/** @cold */
export function runSetUp(ports: BoardPorts, password: string): SetUpProgram {
  return startSetUp(ports, NAME + ports.chipId(), password, takenBack(ports), MOST_HEAD, (record) => {
    if (record === "") return;
    if (!tryFirst(ports, record)) ports.log("set-up: the settings could not be stored");
    ports.restartIn(1);
  });
}
