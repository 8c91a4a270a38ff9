// The restart of the chip.

let restarting: Timer | undefined;

export function restartIn(ms: number): void {
  if (restarting === undefined) restarting = tmr.create();
  restarting.alarm(ms, tmr.ALARM_SINGLE, node.restart);
}

export function stayOn(): void {
  if (restarting !== undefined) restarting.stop();
}
