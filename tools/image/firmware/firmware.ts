// A firmware to build: its folder, a board's facts, and the wiring of the one on the other.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Board, Wiring } from "../../../boards/board.ts";
import { declarationFaults, formFaults, ownFormFaults } from "../../../src/checks/declaration-faults.ts";
import { discoveryFaults } from "../../../src/checks/discovery-faults.ts";
import type { Fault } from "../../../src/checks/fault.ts";
import { partsOf } from "../../../src/checks/measuring-parts.ts";
import { isGivenNoNumber } from "../../../src/checks/part-faults.ts";
import type { DeviceDeclaration, Hardware } from "../../../src/device/declare/device.ts";
import { at, BuildError, type SourcePlace } from "../../compiler/source/build-error.ts";
import { packageFolder } from "../../files/package-folder.ts";
import { shownPath } from "../../files/shown-path.ts";
import { placeOfFault } from "./fault-place.ts";
import { defaultExportOf, requireTypesOf } from "./run-module.ts";

const FIRMWARE = join(packageFolder, "firmware");
const BOARDS = join(packageFolder, "boards");
/** The file with the type of a board, which is no board. */
const BOARD_TYPES = "board.ts";

export interface Firmware {
  /** The last part of its folder's path: it names the image. */
  name: string;
  folder: string;
  declaration: DeviceDeclaration;
  wiring: Readonly<Record<string, Wiring>>;
}

/** Names of the firmware in this package. */
export function firmwareNames(): string[] {
  return existsSync(FIRMWARE) ? readdirSync(FIRMWARE).filter((name) => isFirmware(join(FIRMWARE, name))) : [];
}

/** Names of the boards in this package. */
export function boardNames(): string[] {
  const files = readdirSync(BOARDS).filter((file) => file.endsWith(".ts") && file !== BOARD_TYPES);
  return files.map((file) => file.slice(0, -".ts".length));
}

/**
 * Reads a firmware, by its name in this package or by the path of its folder. Its declaration may still have
 * faults.
 */
export function readFirmware(nameOrPath: string): Promise<Firmware> {
  return read(nameOrPath);
}

/** Reads a firmware that is to run on this computer: it is refused for the faults of an image. */
export async function readSoundFirmware(nameOrPath: string, linkBytes: number): Promise<Firmware> {
  const { requireOwnModules } = await import("../../compiler/source/own-modules.ts");
  const firmware = await read(nameOrPath, async (file) => requireOwnModules(file));
  await requireSound(firmware, linkBytes);
  return firmware;
}

/** Refuses a declaration with faults, each at its line. `linkBytes`: what can go out at once. */
export async function requireSound(
  { folder, declaration }: Firmware,
  linkBytes: number,
  hardware?: Hardware,
): Promise<void> {
  // For a value that is no number, the types know what was meant.
  if (partsOf(declaration).some(isGivenNoNumber)) await requireTypesOf(join(folder, "device.ts"));
  await requireNone(folder, [
    ...declarationFaults(declaration),
    ...discoveryFaults(declaration, linkBytes, hardware),
  ]);
}

/** Refuses the faults of a firmware in that folder, each at its line. */
export async function requireNone(folder: string, faults: readonly Fault[]): Promise<void> {
  if (faults.length === 0) return;
  const sentences = faults.map(async (fault) =>
    at((await placeOfFault(fault)) ?? devicePlace(folder), fault.sentence),
  );
  throw new BuildError(await Promise.all(sentences));
}

async function read(nameOrPath: string, check?: (file: string) => Promise<void>): Promise<Firmware> {
  const folder = firmwareFolder(nameOrPath);
  const device = join(folder, "device.ts");
  const wiring = join(folder, "wiring.ts");
  if (!existsSync(wiring))
    throw new BuildError(
      `${shownPath(folder)} has no wiring.ts, which says for each board which pin has which role.`,
    );
  const declaration = await readDeclaration(folder, device, check);
  const faults = formFaults(declaration);
  if (faults.length > 0) {
    // For a name that is no option, the types know what was meant.
    if (ownFormFaults(declaration).length === 0) await requireTypesOf(device);
    await requireNone(folder, faults);
  }
  return {
    name: folder.slice(folder.lastIndexOf("/") + 1),
    folder,
    declaration,
    wiring: await defaultExport<Record<string, Wiring>>(wiring, "a record of wirings by the board's name"),
  };
}

/** Of a wrong option ringmote says what is allowed; of all else that `check` refuses, `check` does. */
async function readDeclaration(
  folder: string,
  file: string,
  check?: (file: string) => Promise<void>,
): Promise<DeviceDeclaration> {
  const what = "a device: export default device({ ... })";
  try {
    return await defaultExport<DeviceDeclaration>(file, what, check);
  } catch (refusal) {
    if (check === undefined) throw refusal;
    const declaration = await defaultExport<DeviceDeclaration>(file, what).catch(() => undefined);
    if (declaration !== undefined) await requireNone(folder, ownFormFaults(declaration));
    throw refusal;
  }
}

/** The boards that a firmware has a wiring for, in its order. */
export async function wiredBoards(firmware: string): Promise<string[]> {
  return Object.keys((await readFirmware(firmware)).wiring);
}

/** Where the device of a firmware is declared. */
export function devicePlace(folder: string): SourcePlace {
  const file = join(folder, "device.ts");
  const before = readFileSync(file, "utf8").split(/^export default/m)[0] ?? "";
  return { file: shownPath(file), line: before.split("\n").length };
}

/** The facts of a board of this package. */
export async function readBoard(name: string): Promise<Board> {
  const names = boardNames();
  if (!names.includes(name))
    throw new BuildError(`No board is called "${name}"; there are: ${names.join(", ")}.`);
  return readBoardFile(join(BOARDS, `${name}.ts`));
}

/** The facts of a board by the path of its file. */
export async function readBoardFile(file: string): Promise<Board> {
  const board = await defaultExport<Board>(file, "a board");
  await requireBoard(board, shownPath(file));
  return board;
}

/** Refuses facts that no board can have; `where`: before each sentence. */
export async function requireBoard(board: unknown, where: string): Promise<void> {
  // The firmware can be named without it.
  const { boardFaults } = await import("../boards/board-schema.ts");
  const faults = boardFaults(board);
  if (faults.length > 0) throw new BuildError(faults.map((fault) => `${where}: ${fault}`));
  const { name } = board as Board;
  if (boardNames().includes(name) && !isDeepStrictEqual(board, await listedBoard(name)))
    throw new BuildError(
      `${where}: name: "${name}" is a board of ringmote, with other facts; give yours a name that ringmote boards has not.`,
    );
}

function listedBoard(name: string): Promise<Board> {
  return defaultExport<Board>(join(BOARDS, `${name}.ts`), "a board");
}

export function firmwareFolder(nameOrPath: string): string {
  if (!/[/\\.]/.test(nameOrPath)) {
    const names = firmwareNames();
    if (names.includes(nameOrPath)) return join(FIRMWARE, nameOrPath);
    throw new BuildError(
      `No firmware is called "${nameOrPath}"; there are: ${names.join(", ")}. The path of a folder with a device.ts does as well.`,
    );
  }
  const folder = resolve(nameOrPath);
  if (isFirmware(folder)) return folder;
  throw new BuildError(`The folder ${nameOrPath} holds no device.ts; a firmware is a folder with one.`);
}

function isFirmware(folder: string): boolean {
  return existsSync(join(folder, "device.ts"));
}

/** Throws a BuildError where there is none; `what` it should be, in words. */
export async function defaultExport<T>(
  file: string,
  what: string,
  check?: (file: string) => Promise<void>,
): Promise<T> {
  const value = await defaultExportOf(file, check);
  if (value !== undefined) return value as T;
  throw new BuildError(`${shownPath(file)} has no default export; it should be ${what}.`);
}
