// The ring that a device asks for, in place of its board's: on a computer only.
import type { RingOptions } from "../../device/declare/device.ts";

/** The same limits, with what a device asks for in place of theirs. */
export function withRing<Limits extends Required<RingOptions>>(
  limits: Limits,
  { ring = {} }: { ring?: RingOptions },
): Limits {
  const { slots = limits.slots, bytes = limits.bytes } = ring;
  return { ...limits, slots, bytes };
}
