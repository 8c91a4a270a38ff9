// The build: from a firmware and a board to an image. What `ringmote build` and the tests call.
import { join } from "node:path";
import type { Board } from "../../boards/board.ts";
import type { ClientLimits } from "../../src/mqtt/client.ts";
import { BuildError } from "./build-error.ts";
import { type Entry, entryOf, limitsOf, platformOf } from "./entry.ts";
import { emitEspruino } from "./espruino/emit.ts";
import { featuresOf, slotsFor, withGiven } from "./features.ts";
import { readBoard, readFirmware } from "./firmware.ts";
import type { Image, ImageFile } from "./image.ts";
import { type Constants, link } from "./link.ts";
import { type LinkedProgram, readLinked } from "./linked-program.ts";
import { modulesInOrder } from "./modules.ts";
import { emitNodeMcu } from "./nodemcu/emit.ts";
import { optimise } from "./optimise/optimise.ts";
import { createProgram, requireTypes } from "./program.ts";
import { requireDeviceLanguage } from "./subset/subset.ts";
import { taggedFunctions } from "./tagged-functions.ts";
import { neededRoles, wiredRoles } from "./wiring.ts";

export { BuildError } from "./build-error.ts";
export { boardNames, firmwareNames } from "./firmware.ts";
export {
  fileSizes,
  type Image,
  type ImageFile,
  imageSummary,
  lineMap,
  roomSizes,
  writeImage,
} from "./image.ts";
export type { Constants } from "./link.ts";

export interface BuildOptions {
  /** A firmware of this package by its name, or the path of a folder with a device.ts and a wiring.ts. */
  firmware: string;
  /** A board of this package by its name. */
  board: string;
  /** Values in place of those that modules give their constants. */
  constants?: Constants;
  /** Limits of the client in place of the board's. */
  limits?: ClientLimits;
}

/** Builds an image in memory; `writeImage` puts it on disk. Throws a `BuildError` for all that its user can mend. */
export async function buildImage(options: BuildOptions): Promise<Image> {
  const board = await readBoard(options.board);
  const { name, folder, declaration, wiring } = await readFirmware(options.firmware);
  const wired = Object.hasOwn(wiring, board.name) ? wiring[board.name] : undefined;
  if (wired === undefined) {
    const known = Object.keys(wiring).join(", ");
    throw new BuildError(`The firmware ${name} has no wiring for ${board.name}; it has one for: ${known}.`);
  }
  const wires = wiredRoles(neededRoles(declaration), wired, `${name}/wiring.ts, ${board.name}`);
  const platform = platformOf(board);
  const ofBoard = { ...limitsOf(board), slots: slotsFor(declaration, board.ring.slots) };
  const entry = entryOf(folder, platform.boot, wires, options.limits ?? ofBoard);
  const constants = withGiven(featuresOf(declaration), options.constants);
  const linked = linkEntry(entry, platform.globals, constants, board.target);
  return {
    firmware: name,
    board: board.name,
    target: board.target,
    files: await emit(linked, board.target, name),
  };
}

/** The smallest linked program of an entry. Functions tagged `@cold` stay apart in it for a target that loads them late. */
export function linkEntry(
  entry: Entry,
  globals: readonly string[],
  constants?: Constants,
  target?: Board["target"],
): LinkedProgram {
  const program = createProgram({
    virtual: new Map([[entry.file, entry.text]]),
    roots: [entry.file, ...globals],
  });
  requireTypes(program);
  const modules = modulesInOrder(program, entry.file);
  requireDeviceLanguage(modules, program.getTypeChecker());
  const checker = program.getTypeChecker();
  const tagged = target === "nodemcu" ? taggedFunctions(modules, checker) : undefined;
  return optimise(readLinked(link(modules, checker, constants), globals, tagged));
}

/** The files of an image. `name` is the firmware's. */
export function emit(linked: LinkedProgram, target: Board["target"], name: string): Promise<ImageFile[]> {
  return target === "espruino" ? emitEspruino(linked, name) : Promise.resolve(emitNodeMcu(linked));
}

/** Where an image is written: `dist/<board>/<firmware>` below `folder`. */
export function imageFolder(image: Image, folder: string): string {
  return join(folder, "dist", image.board, image.firmware);
}
