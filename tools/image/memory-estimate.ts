// What a device will hold in memory, estimated from its image and its declaration; a chip is not asked.
//
// The figures of each target are fitted to what devices of different sizes held when they were connected, and with each
// overlay that they read: of Lua's heap in WebAssembly, of JsVars in a real interpreter. docs/sizes.md has the measured
// beside the estimated.
import type { Board } from "../../boards/board.ts";
import type { DeviceDeclaration } from "../../src/device/device.ts";
import type { ClientLimits } from "../../src/mqtt/client.ts";
import { TARGETS } from "../targets/targets.ts";
import type { ImageFile } from "./image.ts";

export interface HeldEstimate {
  unit: "JsVars" | "bytes";
  /** Connected, its ring empty. */
  connected: number;
  /** What a ring that is full to its bytes adds. */
  ring: number;
  /**
   * What the longest packet coming in and a full link add, or the largest part of the code that is read when called, or the
   * hand-shake of TLS.
   */
  buffers: number;
  /** What the start adds, for as long as it runs. */
  start: number;
  /** Connected with the most that is added to it at a time: at the start its ring and its buffers are empty. */
  most: number;
}

/** What each thing of a device holds: figures of a target (tools/targets). */
export interface Weights {
  unit: HeldEstimate["unit"];
  /** For each byte of Lua that stays. */
  byte: number;
  /**
   * What Lua that is read when it is called adds at the worst moment, and what the start does: two overlays, one of which calls
   * the other, with their frames. Overlays have a size that they do not exceed, so this differs little from device to device.
   */
  read: number;
  start: number;
  /** For each JsVar of what a script declares and keeps (targets/espruino/kept-vars.ts); for each table in Lua that stays. */
  declared: number;
  /** What is always there. */
  base: number;
  sensor: number;
  actuator: number;
  /** Where the device announces itself. */
  discovery: number;
  /** For each slot of the ring, and for each byte in it or in a buffer. */
  slot: number;
  buffered: number;
}

/** What the device holds on the board, as far as can be told before it runs. `handshake`: what that of TLS takes for a moment. */
export function estimateHeld(
  files: readonly ImageFile[],
  declaration: DeviceDeclaration,
  board: Board,
  limits: ClientLimits,
  handshake = 0,
): HeldEstimate {
  const { weightsOn, declaredIn } = TARGETS[board.target];
  const weights = weightsOn(board.chip);
  const staying = stayingTexts(files);
  const { sensors = [], actuators = [] } = declaration;
  const connected = Math.round(
    weights.base +
      weights.byte * sum(staying, ({ length }) => length) +
      weights.declared * sum(staying, declaredIn) +
      weights.sensor * sensors.length +
      weights.actuator * actuators.length +
      (declaration.discovery === undefined ? 0 : weights.discovery) +
      weights.slot * limits.slots,
  );
  const ring = Math.round(weights.buffered * limits.bytes);
  // What is read from flash runs when a connection comes or goes, and then the buffers are empty.
  const full = weights.buffered * (limits.packetBytes + limits.linkBytes);
  const isRead = files.some((file) => file.isReadWhenCalled && file.isOfTheStart === false);
  const buffers = Math.round(Math.max(full, isRead ? weights.read : 0, handshake));
  const start = files.some((file) => file.isOfTheStart) ? weights.start : 0;
  const most = connected + Math.max(ring + buffers, start);
  return { unit: weights.unit, connected, ring, buffers, start, most };
}

/** What each sensor and each actuator adds to what a device holds, its text in the image not counted. */
export function heldByEach({ target, chip }: Board): Pick<Weights, "sensor" | "actuator"> {
  return TARGETS[target].weightsOn(chip);
}

/** `init.lua` is gone when it has run. */
function stayingTexts(files: readonly ImageFile[]): string[] {
  return files
    .filter((file) => file.isReadWhenCalled !== true && file.name !== "init.lua")
    .map(({ content }) => content.text);
}

function sum(texts: readonly string[], of: (text: string) => number): number {
  return texts.reduce((so, text) => so + of(text), 0);
}
