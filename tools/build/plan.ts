// What an image is made of: a firmware, a board, its features, and the modules, checked before anything is made of them.
import type { Board } from "../../boards/board.ts";
import type { DeviceDeclaration } from "../../src/device/device.ts";
import type { ClientLimits } from "../../src/mqtt/client.ts";
import type { Constants } from "../compiler/read/given-constants.ts";
import { BuildError } from "./build-error.ts";
import { type CheckedSource, inDeviceLanguage, typedProgram } from "./checked-source.ts";
import { messagesModule } from "./discovery.ts";
import { entryOf, limitsOf, platformOf } from "./entry.ts";
import { type FeatureSet, type FeatureWishes, featuresOf, slotsFor } from "./features.ts";
import { readBoard, readFirmware, requireSound, soundFaults } from "./firmware.ts";
import { warningsOf } from "./traps.ts";
import { neededRoles, wiredRoles } from "./wiring.ts";

export interface BuildOptions extends FeatureWishes {
  /** A firmware of this package by its name, or the path of a folder with a device.ts and a wiring.ts. */
  firmware: string;
  /** A board of this package by its name. */
  board: string;
  /** Values in place of those that modules give their constants. */
  constants?: Constants;
  /** Limits of the client in place of the board's. */
  limits?: ClientLimits;
  /** An image that is over the board's budget is no fault: it runs where there is more room, on a hosted chip. */
  evenTooLarge?: true;
}

/** All that an image is made of, checked. */
export interface Plan {
  firmware: string;
  folder: string;
  declaration: DeviceDeclaration;
  board: Board;
  features: FeatureSet;
  limits: ClientLimits;
  constants: Constants | undefined;
  warnings: readonly string[];
  globals: readonly string[];
  source: CheckedSource;
}

/** Throws a BuildError for all that its user can mend. */
export async function planOf(options: BuildOptions): Promise<Plan> {
  const board = await readBoard(options.board);
  const read = await readFirmware(options.firmware);
  const { name, folder, declaration, wiring } = read;
  const wired = Object.hasOwn(wiring, board.name) ? wiring[board.name] : undefined;
  if (wired === undefined) {
    const known = Object.keys(wiring).join(", ");
    throw new BuildError(`The firmware ${name} has no wiring for ${board.name}; it has one for: ${known}.`);
  }
  const features = featuresOf(declaration, board, options);
  const needed = neededRoles(declaration);
  const wires = wiredRoles(needed, wired, `${name}/wiring.ts, ${board.name}`);
  const { boot, globals } = platformOf(board);
  const ofBoard = { ...limitsOf(board), slots: slotsFor(declaration, board.ring.slots) };
  const limits = options.limits ?? ofBoard;
  const entry = entryOf(folder, boot, wires, limits);
  // The types first: what has a wrong one is told in their words.
  const isSound = soundFaults(read, limits.linkBytes, board).length === 0;
  const messages = isSound ? messagesModule(declaration, limits.linkBytes, board) : undefined;
  const typed = typedProgram(entry, globals, messages);
  requireSound(read, limits.linkBytes, board);
  return {
    firmware: name,
    folder,
    declaration,
    board,
    features,
    limits,
    constants: options.constants,
    warnings: warningsOf(needed, wired),
    globals,
    source: inDeviceLanguage(typed, { target: board.target, globals }),
  };
}
