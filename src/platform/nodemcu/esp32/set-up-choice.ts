// NodeMCU on the ESP32: the entry of the program that chooses at a start between the device and its set-up.
// It is over before either begins.
import { chooseSetUpOn } from "../set-up-choice.ts";
import { readRecord, writeRecord } from "./records.ts";

/**
 * By the code of the ROM (rom/rtc.h, RESET_REASON), 1, and 7. A brown-out is another: a weak supply asks for
 * nothing.
 */
const POWER_ON = 8;

function isPowerUp(): boolean {
  const [_, code] = node.bootreason();
  return code === POWER_ON;
}

/** The device, or its set-up in its place. `isHeld`: the button is that asks for it. */
export function chooseSetUp(isHeld: boolean): void {
  chooseSetUpOn({ readRecord, writeRecord, isPowerUp }, isHeld);
}
