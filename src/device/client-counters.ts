// What the client counts, as quantities of the chip. Counts since start.
import type { Client } from "../mqtt/client.ts";
import type { Reading } from "../reading/reading.ts";
import type { Chip } from "./chip.ts";

/** Connections to the broker but the first. */
export function reconnects(chip: Chip): Reading {
  const connects = (chip.client as Client).connects;
  return connects > 0 ? connects - 1 : 0;
}

/** Messages that are in the ring now: waiting, or out and not acknowledged. */
export function waiting(chip: Chip): Reading {
  const ring = (chip.client as Client).ring;
  return ring.put - ring.done;
}

/** Messages ever put into the ring. */
export function kept(chip: Chip): Reading {
  return (chip.client as Client).ring.put;
}

/** Kept messages that a policy dropped. */
export function dropped(chip: Chip): Reading {
  return (chip.client as Client).drops;
}

/** Messages that were not taken. */
export function refused(chip: Chip): Reading {
  return (chip.client as Client).refusals;
}

/** Messages that went out once more in a new session, and may have come twice. */
export function repeated(chip: Chip): Reading {
  return (chip.client as Client).repeats;
}

/** Packets that were longer than the device takes. */
export function skipped(chip: Chip): Reading {
  return (chip.client as Client).skips;
}
