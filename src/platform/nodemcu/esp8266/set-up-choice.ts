// NodeMCU on the ESP8266: the entry of the program that chooses at a start between the device and its set-up.
// It is over before either begins.
import { chooseSetUpOn } from "../set-up-choice.ts";
import { readRecord, writeRecord } from "./records.ts";

/** By the extended code of `node.bootreason`. */
const POWER_ON = 0;

function isPowerUp(): boolean {
  const [_, code] = node.bootreason();
  return code === POWER_ON;
}

/** The device, or its set-up in its place. `isHeld`: the button is that asks for it. */
export function chooseSetUp(isHeld: boolean): void {
  chooseSetUpOn({ readRecord, writeRecord, isPowerUp }, isHeld);
}
