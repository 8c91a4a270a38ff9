// Hands of the automation's rules: what the rules know, hear, command and say.
import type { World } from "ringmote/node.ts";
import type { HomeState } from "./home-state.ts";

/** A device has said something; `retained`: before the automation came. */
export type Heard = (device: string, payload: string, retained: boolean) => void;

export interface Hands {
  state: HomeState;
  /** Calls `heard` with each message to `<root>/+/<what>`. Several rules may hear the same. */
  hear: (what: string, heard: Heard) => void;
  /** Sends a command to a device, and says what was done and why. */
  command: (device: string, what: string, payload: string, why: string) => void;
  /** Says something that is no command. */
  say: (words: string) => void;
  after: World["after"];
}

/** "hall" of "hall-3fa2c1": a device's identity without the chip's number. */
export function nameOf(device: string): string {
  return device.replace(/-[0-9a-f]{6,12}$/, "");
}
