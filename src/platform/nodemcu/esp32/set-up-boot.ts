// NodeMCU on the ESP32: the entry of the program that runs in a device's place while it is set up.
import { runSetUpOn } from "../set-up.ts";
import { ACCESS_POINT } from "./access-point.ts";
import { chipId } from "./chip-id.ts";
import { readRecord, writeRecord } from "./records.ts";
import { passed, seed } from "./time.ts";

/** Starts it. `password`: of the access point, or "". */
export function bootSetUp(password: string): void {
  runSetUpOn({ accessPoint: ACCESS_POINT, passed, readRecord, writeRecord, chipId, seed }, password);
}
