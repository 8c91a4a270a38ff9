// A chip that was switched on and is well.
import type { Chip } from "./world.ts";

const FREE_BYTES = 32_768;
/** A good signal, in dBm. */
const SIGNAL_DBM = -60;

/** Asked to restart it goes on, unless `powerDevice` runs the device. */
export function steadyChip(): Chip {
  return {
    freeMemory: () => FREE_BYTES,
    resetReason: "power",
    signalStrength: () => SIGNAL_DBM,
    restart: () => {},
  };
}
