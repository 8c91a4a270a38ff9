// Counts of the client since start, as quantities of the chip.
import { bytesAlone, isAlone } from "../../mqtt/alone.ts";
import type { Client } from "../../mqtt/client.ts";
import { DROPPED_EXPIRED, DROPPED_OLDEST, DROPPED_REPLACED, DROPPED_THINNED } from "../../mqtt/dropped.ts";
import type { Reading } from "../../reading/reading.ts";
import type { Chip } from "./chip.ts";

/** Connections to the broker but the first. */
export function reconnects(chip: Chip): Reading {
  const connects = (chip.client as Client).connection.connects;
  return connects > 0 ? connects - 1 : 0;
}

/** Messages that are in the ring now: waiting, or out and not acknowledged. */
export function waiting(chip: Chip): Reading {
  const client = chip.client as Client;
  return unfinished(client.ring, client.ring.put) + alone(client);
}

/** The message that is out past the ring, if there is one. */
function alone(client: Client): number {
  return isAlone(client) ? 1 : 0;
}

/**
 * Messages in front of the cursor `end` that are not acknowledged: a message may be acknowledged before an
 * older one.
 */
function unfinished(ring: Client["ring"], end: number): number {
  let count = 0;
  for (let cursor = ring.done; cursor !== end; cursor = cursor + 1) {
    if (ring.items[cursor % ring.slots] !== undefined) count += 1;
  }
  return count;
}

/** Messages ever put into the ring. */
export function kept(chip: Chip): Reading {
  const client = chip.client as Client;
  return client.ring.put + client.alone.acknowledged + alone(client);
}

/** Messages of the ring that were sent, each counted once. */
export function sent(chip: Chip): Reading {
  const client = chip.client as Client;
  // Those that made room were passed over unsent; one that was replaced was never there.
  const dropped = client.dropped.total - (client.dropped.byCause[DROPPED_REPLACED] as number);
  return client.ring.written - dropped + client.alone.acknowledged + alone(client);
}

/** Messages of the ring that the broker has acknowledged. */
export function acknowledged(chip: Chip): Reading {
  const client = chip.client as Client;
  return (sent(chip) as number) - unfinished(client.ring, client.ring.written) - alone(client);
}

/** Bytes in the ring now. */
export function bytes(chip: Chip): Reading {
  const client = chip.client as Client;
  return client.ring.bytes + bytesAlone(client);
}

/** The most bytes that the ring has held. */
export function peak(chip: Chip): Reading {
  return (chip.client as Client).ring.peak;
}

/** Of the dropped messages: in a full ring. */
export function droppedOldest(chip: Chip): Reading {
  return (chip.client as Client).dropped.byCause[DROPPED_OLDEST] as number;
}

/** A later one took their place. */
export function replaced(chip: Chip): Reading {
  return (chip.client as Client).dropped.byCause[DROPPED_REPLACED] as number;
}

/** Thinned out. */
export function thinned(chip: Chip): Reading {
  return (chip.client as Client).dropped.byCause[DROPPED_THINNED] as number;
}

/** Not sent within their deadline. */
export function expired(chip: Chip): Reading {
  return (chip.client as Client).dropped.byCause[DROPPED_EXPIRED] as number;
}

/** Kept messages that a policy dropped. */
export function dropped(chip: Chip): Reading {
  return (chip.client as Client).dropped.total;
}

/** Messages that were not taken. */
export function refused(chip: Chip): Reading {
  return (chip.client as Client).outcomes.refusals;
}

/** Messages that went out once more in a new session, and may have come twice. */
export function repeated(chip: Chip): Reading {
  return (chip.client as Client).outcomes.repeats;
}

/** Packets that were longer than the device takes. */
export function skipped(chip: Chip): Reading {
  return (chip.client as Client).oversize.skips;
}
