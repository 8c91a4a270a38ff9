// A chip that was switched on and is well.
import type { Chip } from "./world.ts";

const FREE_BYTES = 32_768;
/** A good signal, in dBm. */
const SIGNAL_DBM = -60;

const freeMemory = () => FREE_BYTES;
const signalStrength = () => SIGNAL_DBM;
const goOn = () => {};

/** `restart` and `sleep` do nothing unless `powerDevice` runs the device. */
export function steadyChip(): Chip {
  return { freeMemory, resetReason: "power", signalStrength, restart: goOn, sleep: goOn, memory: "" };
}
