// The estimate of a device's memory before it runs; a chip is not asked.
//
// Each target says of its images what they hold (tools/targets). docs/sizes.md has the measured beside the
// estimated.
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import type { ClientLimits } from "../../src/mqtt/client.ts";

export interface HeldEstimate {
  unit: "JsVars" | "bytes";
  /** Connected, its ring empty. */
  connected: number;
  /** Bytes that a full ring adds. */
  ring: number;
  /**
   * Bytes that the longest incoming packet and a full link add, or the largest part of code that is read when
   * called, or the hand-shake of TLS; and those of a strip of LEDs, or of a page, while it is sent.
   */
  buffers: number;
  /** Bytes that the start adds, for as long as it runs. */
  start: number;
  /** The part of these for a strip of LEDs; where there is one. */
  sent?: number;
  /** Connected, with the most that is added at a time: at the start its ring and its buffers are empty. */
  most: number;
}

/** Memory of an image, as its target says. */
export interface Holding extends Pick<HeldEstimate, "unit" | "connected" | "start"> {
  /** Bytes that code which is read when called adds at the worst moment. */
  called: number;
  /** For each byte in the ring or in a buffer. */
  buffered: number;
  /** Bytes that are held while a strip of LEDs or a page is sent, which may be at any time. */
  sent: number;
}

/**
 * The memory of a device, as far as it is known before it runs. `handshake`: the bytes of TLS's hand-shake,
 * for a moment.
 */
export function estimateHeld(
  { unit, connected, start, called, buffered, sent }: Holding,
  limits: ClientLimits,
  handshake = 0,
): HeldEstimate {
  const ring = Math.round(buffered * limits.bytes);
  // Code from flash runs when a connection comes or goes, and then the buffers are empty.
  const full = Math.round(buffered * (limits.packetBytes + limits.linkBytes));
  const buffers = Math.max(full, called, handshake) + sent;
  const most = connected + Math.max(ring + buffers, start + sent);
  return { unit, connected, ring, buffers, start, ...(sent > 0 ? { sent } : {}), most };
}

const BYTES_OF_LED = 3;

/** Of a device's longest strip of LEDs; 0 where it has none. */
export function longestStrip({ actuators = [] }: DeviceDeclaration): number {
  return Math.max(0, ...actuators.map(({ part: { leds = 0 } }) => leds * BYTES_OF_LED));
}
