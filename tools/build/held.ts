// What a device will hold in memory, estimated from its image and its declaration; a chip is not asked.
//
// The figures of each target are fitted to what devices of different sizes held when they were connected, and with each
// overlay that they read: of Lua's heap in WebAssembly, of JsVars in a real interpreter. docs/sizes.md has the measured
// beside the estimated.
import type { Board } from "../../boards/board.ts";
import type { DeviceDeclaration } from "../../src/device/device.ts";
import type { ClientLimits } from "../../src/mqtt/client.ts";
import { keptVars } from "./espruino/kept-vars.ts";
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

/** What each thing of a device holds. */
interface Weights {
  unit: HeldEstimate["unit"];
  /** For each byte of Lua that stays. */
  byte: number;
  /**
   * What Lua that is read when it is called adds at the worst moment, and what the start does: two overlays, one of which calls
   * the other, with their frames. Overlays have a size that they do not exceed, so this differs little from device to device.
   */
  read: number;
  start: number;
  /** For each JsVar of what a script declares and keeps (espruino/kept-vars.ts); for each table in Lua that stays. */
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

/** Lua 5.1, of the ESP8266. */
const LUA51: Weights = {
  unit: "bytes",
  byte: 1.54,
  read: 11500,
  start: 12500,
  declared: 153,
  base: 5880,
  sensor: 0,
  actuator: 970,
  discovery: 0,
  slot: 24,
  buffered: 1,
};
/** Lua 5.3, of the ESP32. */
const LUA53: Weights = { ...LUA51, base: 2900 };
const JS_VARS: Weights = {
  unit: "JsVars",
  byte: 0,
  read: 0,
  start: 0,
  declared: 1,
  base: 144,
  sensor: 16,
  actuator: 32,
  discovery: 45,
  slot: 3,
  // A JsVar in a chain keeps eight bytes in the smallest pool, more in larger ones.
  buffered: 1 / 8,
};

/** What the device holds on the board, as far as can be told before it runs. `handshake`: what that of TLS takes for a moment. */
export function estimateHeld(
  files: readonly ImageFile[],
  declaration: DeviceDeclaration,
  board: Board,
  limits: ClientLimits,
  handshake = 0,
): HeldEstimate {
  const weights = weightsOf(board);
  const { sensors = [], actuators = [] } = declaration;
  const connected = Math.round(
    weights.base +
      weights.byte * lengthOf(staying(files)) +
      weights.declared * declaredIn(staying(files), board) +
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

function weightsOf(board: Board): Weights {
  if (board.target === "espruino") return JS_VARS;
  return board.chip === "esp8266" ? LUA51 : LUA53;
}

/** `init.lua` is gone when it has run. */
function staying(files: readonly ImageFile[]): string[] {
  return files
    .filter((file) => file.isReadWhenCalled !== true && file.name !== "init.lua")
    .map(({ content }) => content.text);
}

function lengthOf(texts: readonly string[]): number {
  return texts.reduce((sum, { length }) => sum + length, 0);
}

function declaredIn(texts: readonly string[], { target }: Board): number {
  const count = target === "espruino" ? keptVars : tablesIn;
  return texts.reduce((sum, text) => sum + count(text), 0);
}

/** How many tables a chunk of Lua makes, as far as that is told without running it. */
function tablesIn(chunk: string): number {
  return chunk.replace(/"(?:[^"\\]|\\.)*"/g, "").split("{").length - 1;
}
