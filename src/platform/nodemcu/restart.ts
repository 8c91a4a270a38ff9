// The restart of the chip.
import { UPDATES } from "../../features.ts";

let restarting: Timer | undefined;

export function restartIn(ms: number): void {
  // The loader's runs already, in case that the image does not come so far.
  if (UPDATES && restarting === undefined) restarting = ringmoteTrial;
  if (restarting === undefined) restarting = tmr.create();
  restarting.alarm(ms, tmr.ALARM_SINGLE, node.restart);
}

export function stayOn(): void {
  if (restarting !== undefined) restarting.stop();
}
