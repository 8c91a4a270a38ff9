// The cost of work to a program in a 32-bit Lua: bytes allocated and instructions of the virtual
// machine. Exact, everywhere.
import type { ImageFile } from "../../../image/build.ts";
import { createVirtualWorld } from "../../../sim/worlds/virtual-world.ts";
import { hostNodeMcu, type NodeMcuDevice } from "../../hosts/nodemcu/nodemcu.ts";
import type { Work } from "../operations/client-work.ts";
import type { Cost } from "../operations/meter.ts";
import type { LuaChip } from "./hosted-climate.ts";
import { luaCalls } from "./literals.ts";

/** A program that offers global functions to whoever counts. */
export interface LuaProgram {
  /** Files of an image; none for a program that is handed in as source. */
  image?: Readonly<Record<string, string>>;
  /** Modules for `require`, by their paths. */
  modules?: Readonly<Record<string, string>>;
  /** Source that brings it up. */
  source?: string;
  /** Does its firmware have `crypto`? Default false. */
  hasCrypto?: boolean;
}

/** `most` of it make a batch. */
export type LuaWork = Pick<Work, "before" | "ahead" | "calls" | "most">;

/** The memory that a table of the VM takes when it grows is not in the bytes. */
type VmCost = Required<Cost>;

const BATCH = 20;
/** Batches of each kind: the middle one does not contain the growth of a table of the VM. */
const BATCHES = 9;
/** From power until the program has run: init.lua waits. */
const STARTED_MS = 5000;

/** The program in the files of an image. */
export function imageProgram(files: readonly ImageFile[]): LuaProgram {
  return { image: Object.fromEntries(files.map(({ name, content }) => [name, content.text])) };
}

/** The chip with the program in it, started. */
export function hostProgram(
  { chip, lua }: LuaChip,
  { image = {}, source, hasCrypto }: LuaProgram,
): NodeMcuDevice {
  const world = createVirtualWorld();
  const device = hostNodeMcu({ image, chip, lua, world, loadBytecode: true, splitOdds: 0, hasCrypto });
  device.boot();
  world.clock.advance(STARTED_MS);
  const problem = device.bootError() ?? device.panics[0];
  if (problem !== undefined) throw new Error(`A program of the bench does not start: ${problem}`);
  if (source !== undefined) device.evaluate(source);
  return device;
}

/** What one piece of work costs; what calling costs is taken off. */
export function vmCost(chip: LuaChip, program: LuaProgram, work: LuaWork): VmCost {
  const all = costOf(hostProgram(chip, program), work, false);
  const calling = costOf(hostProgram(chip, program), work, true);
  const { most = BATCH } = work;
  return {
    ...all,
    bytes: (all.bytes - calling.bytes) / most,
    instructions: (all.instructions - calling.instructions) / most,
  };
}

/** The middle batch of each; `isEmpty` replaces every call by one that does nothing. */
function costOf(
  device: NodeMcuDevice,
  { before, ahead, calls, most: batch = BATCH }: LuaWork,
  isEmpty: boolean,
): VmCost {
  // One batch to warm up.
  const count = (1 + 2 * BATCHES) * batch;
  if (before !== undefined) device.evaluate(before);
  device.evaluate(luaCalls("run", calls, count, isEmpty));
  device.evaluate(luaCalls("prepare", ahead ?? (() => []), count, isEmpty));
  const writtenBefore = Number(device.evaluate("return countWritten()"));
  let done = 0;
  const counted = (measure: (action: () => void) => number): number => {
    const range = `(${done + 1},${done + batch})`;
    device.evaluate(`return prepare${range}`);
    done += batch;
    return measure(() => device.evaluate(`return run${range}`));
  };
  counted(device.instructionsDuring);
  const bytes = middle(() => counted(device.allocatedDuring));
  // What the collector takes away in between, as an overlay, would be read again in one batch and not in
  // another.
  device.evaluate('collectgarbage("stop")');
  const instructions = middle(() => counted(device.instructionsDuring));
  const written = Number(device.evaluate("return countWritten()")) - writtenBefore;
  const delivered = Number(device.evaluate("return countDelivered()"));
  return { bytes, instructions, written, delivered, count };
}

function middle(count: () => number): number {
  return Array.from({ length: BATCHES }, count).sort((a, b) => a - b)[(BATCHES - 1) / 2] as number;
}
