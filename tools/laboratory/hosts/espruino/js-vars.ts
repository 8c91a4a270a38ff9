// What a program holds of a real interpreter's pool at a moment, the stand-ins taken off.
import { type LiveDevice, type LiveOptions, runEspruino } from "./live.ts";

export interface JsVarsHeld {
  /** JsVars that the program holds, its sockets and timers included. */
  held: number;
  /** Those that it would leave free on a board with this pool. */
  free: number;
  total: number;
  /** JsVars that the stand-ins hold: what a ballast must be smaller by. */
  standIns: number;
}

/**
 * Runs a program live, waits for the moment (`reach` resolves), and counts; then the same without the program. Give
 * `reach` what brings the program there: a broker that has answered, a time that has passed.
 */
export async function jsVarsHeld(
  options: LiveOptions,
  reach: (device: LiveDevice) => Promise<void>,
): Promise<JsVarsHeld> {
  const used = await usedBy(options, reach);
  const bare = await usedBy({ ...options, standInsOf: options.script, script: "" }, atRest);
  const { jsVars: total } = options.binary;
  const held = used - bare;
  return { held, free: total - held - EMPTY_INTERPRETER, total, standIns: bare - EMPTY_INTERPRETER };
}

/** An interpreter that has booted and runs nothing: measured 45 in a pool of 1600, 44 in one of 16383. */
const EMPTY_INTERPRETER = 45;

/** What booting needed has been let go. */
async function atRest(device: LiveDevice): Promise<void> {
  let before = -1;
  for (let now = await device.jsVars(); now !== before; now = await device.jsVars()) before = now;
}

async function usedBy(options: LiveOptions, reach: (device: LiveDevice) => Promise<void>): Promise<number> {
  const device = runEspruino(options);
  try {
    await reach(device);
    return await device.jsVars();
  } finally {
    device.dispose();
  }
}
