// Room of a ring on a computer, which may have thousands of rings: none takes room for a slot before it is
// filled.
import { allowUnproven, forgetSlots } from "../../ring/ring.ts";
import type { Client } from "../client.ts";

/** Lets the ring of a new client hold so many bytes. A board proves that it has them; a computer has them. */
export function allowBytes(client: Client, bytes: number): void {
  allowUnproven(client.ring, bytes);
}

/** A client that has nothing to send gives back what its empty ring reserves. */
export function giveBackSlots(client: Client): void {
  const ring = client.ring;
  if (ring.put === ring.done && ring.marks.length > 0) forgetSlots(ring);
}
