// NodeMCU on the ESP32: the entry of the program that chooses at a start between the device and its set-up. It is over before
// either begins.
import { needsSetUp } from "../../../setup/first-settings.ts";
import { readRecord } from "./records.ts";

/** The device, or its set-up in its place. */
export function chooseSetUp(): void {
  ringmoteChooses(needsSetUp({ readRecord }));
}
