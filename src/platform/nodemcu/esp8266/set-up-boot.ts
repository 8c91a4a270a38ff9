// NodeMCU on the ESP8266: the entry of the program that runs in a device's place while it is set up.
import { runSetUpOn } from "../set-up.ts";
import { ACCESS_POINT } from "./access-point.ts";
import { chipId } from "./chip-id.ts";
import { readRecord, writeRecord } from "./records.ts";
import { passed } from "./time.ts";

/** Starts it. `isOpen`: its access point has no password. */
export function bootSetUp(isOpen: boolean): void {
  runSetUpOn({ accessPoint: ACCESS_POINT, passed, readRecord, writeRecord, chipId, seed: tmr.now }, isOpen);
}
