// The estimate of memory for a device made of an image for NodeMCU: its bytecode counted, and few
// constants that were measured.
//
// The constants are of Lua's heap in WebAssembly, of the firmwares of this package, for both chips, connected: no
// estimate was off by more than 3 % of it with the code in files, and by more than 8 % with the code in the LFS,
// where no journal is: that of a device that has one has room for what it will keep.
// docs/sizes.md has measured and estimated.
import type { DeviceDeclaration } from "../../../../src/device/declare/device.ts";
import type { ClientLimits } from "../../../../src/mqtt/client.ts";
import type { ImageFile } from "../../image.ts";
import { type HeldEstimate, type Holding, longestStrip } from "../../memory-estimate.ts";
import type { LuaFunction } from "../lfs/bytecode.ts";
import { compileLua } from "../lfs/compile.ts";
import { isInLfs } from "../lfs/in-lfs.ts";
import type { LuaVersion } from "../lua-wasm.ts";
import { calledBytes, innerBytes, modulesBytes } from "./code-bytes.ts";
import { closuresBytes, moduleMakes, tablesBytes } from "./made-bytes.ts";

/** Bytes for each that the bytecode says are made once: some of it runs more than once. */
const MADE = 1.13;
/**
 * Beside what the bytecode says: always, for each sensor and actuator that is started, and for each slot of
 * the ring. Part of that of Lua 5.1 is its table of all strings, which grows where it is measured
 * (tools/laboratory/hosts/nodemcu/lua/inspection.lua).
 */
const BASE: Readonly<Record<LuaVersion, number>> = { "5.1": 856, "5.3": -2434 };
const SENSOR = 180;
const ACTUATOR = 620;
const SLOT = 46;
/** What goes with code in the LFS besides its own bytes: places in the table of all strings, and what reads it. */
const WITH_CODE: Readonly<Record<LuaVersion, number>> = { "5.1": 5204, "5.3": 1687 };

/** A strip gets one text, joined of pieces that are there until then. */
const COPIES = 2;

/** Bytes that one more of each adds to the heap, with all its parts in the image. */
export const HELD_BY_EACH = { sensor: 420, actuator: 740 };

/**
 * Bytes of code that is read when called, beside itself: frames, and the values that it makes. At the worst
 * moment two such files are there, one of which called the other.
 */
const RUNNING_BYTES = 4250;
const FILES_AT_A_TIME = 2;
/** The same of code in the LFS, which is itself in no memory. */
const RUNNING_IN_LFS: Readonly<Record<LuaVersion, number>> = { "5.1": 3900, "5.3": 3700 };

/** Where the code is in files. */
export function heldFromFiles(
  lua: LuaVersion,
  files: readonly ImageFile[],
  declaration: DeviceDeclaration,
  { slots }: ClientLimits,
): Holding {
  const { sensors = [], actuators = [] } = declaration;
  const { modules, start, called, handing } = compiled(lua, files);
  // Values that the start makes stay: the records of the client, its ring and its parts, and functions that
  // timers and pins call.
  const made = [
    ...modules.map((main) => moduleMakes(lua, main)),
    ...start.map((main) => tablesBytes(lua, main)),
    ...handing.map((main) => innerBytes(lua, main) + closuresBytes(lua, main)),
  ];
  const rest = BASE[lua] + SENSOR * sensors.length + ACTUATOR * actuators.length + SLOT * slots;
  return {
    unit: "bytes",
    connected: modulesBytes(lua, modules) + Math.round(MADE * sum(made)) + rest,
    start: whileRunning(start.map((main) => calledBytes(lua, main))),
    called: whileRunning(called.map((main) => calledBytes(lua, main))),
    buffered: 1,
    sent: COPIES * longestStrip(declaration),
  };
}

/** The same with the code in the LFS; `connected` and `sent` are the bytes with the code in files. */
export function heldFromLfs(
  lua: LuaVersion,
  files: readonly ImageFile[],
  { connected, sent = 0 }: Pick<HeldEstimate, "connected" | "sent">,
): Holding {
  const { modules, start, called, handing } = compiled(lua, files);
  const inner = Math.round(MADE * sum(handing.map((main) => innerBytes(lua, main))));
  return {
    unit: "bytes",
    connected: connected - modulesBytes(lua, modules) - inner - WITH_CODE[lua],
    start: start.length === 0 ? 0 : RUNNING_IN_LFS[lua],
    called: called.length === 0 ? 0 : RUNNING_IN_LFS[lua],
    buffered: 1,
    sent,
  };
}

/**
 * The main functions of code that stays, of code that is read for the start, and of code that is read later;
 * and those of the latter two whose inner functions stay. A sleeper joins its network at the start or later.
 */
interface Compiled {
  modules: LuaFunction[];
  start: LuaFunction[];
  called: LuaFunction[];
  handing: LuaFunction[];
}

function compiled(lua: LuaVersion, files: readonly ImageFile[]): Compiled {
  const those = (isWanted: (file: ImageFile) => boolean) =>
    files
      .filter((file) => isInLfs(file) && isWanted(file))
      .map(({ content }) => compileLua(lua, "", content.text));
  return {
    modules: those((file) => file.isReadWhenCalled !== true),
    start: those((file) => file.isOfTheStart === true),
    called: those((file) => file.isReadWhenCalled === true && file.isOfTheStart !== true),
    handing: those((file) => file.handsOver === true),
  };
}

function whileRunning(sizes: readonly number[]): number {
  if (sizes.length === 0) return 0;
  const largest = [...sizes].sort((a, b) => b - a).slice(0, FILES_AT_A_TIME);
  return RUNNING_BYTES + sum(largest);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
