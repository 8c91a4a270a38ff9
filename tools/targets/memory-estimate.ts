// The estimate of a device's memory before it runs; a chip is not asked.
//
// Each target says of its images what they hold (tools/targets). docs/sizes.md has the measured beside the estimated.
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import type { ClientLimits } from "../../src/mqtt/client.ts";

export interface HeldEstimate {
  unit: "JsVars" | "bytes";
  /** Connected, its ring empty. */
  connected: number;
  /** What a ring that is full to its bytes adds. */
  ring: number;
  /**
   * What the longest packet coming in and a full link add, or the largest part of the code that is read when called, or the
   * hand-shake of TLS; and what a strip of LEDs takes while it is sent.
   */
  buffers: number;
  /** What the start adds, for as long as it runs. */
  start: number;
  /** Of these, what a strip of LEDs takes; where there is one. */
  sent?: number;
  /** Connected with the most that is added to it at a time: at the start its ring and its buffers are empty. */
  most: number;
}

/** What an image holds, as its target says. */
export interface Holding extends Pick<HeldEstimate, "unit" | "connected" | "start"> {
  /** What code that is read when it is called adds at the worst moment. */
  called: number;
  /** For each byte in the ring or in a buffer. */
  buffered: number;
  /** What is there for as long as a strip of LEDs is sent, which may be at any time. */
  sent: number;
}

/** What the device holds, as far as can be told before it runs. `handshake`: what that of TLS takes for a moment. */
export function estimateHeld(
  { unit, connected, start, called, buffered, sent }: Holding,
  limits: ClientLimits,
  handshake = 0,
): HeldEstimate {
  const ring = Math.round(buffered * limits.bytes);
  // What is read from flash runs when a connection comes or goes, and then the buffers are empty.
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
