// Firmware and boards as they are named on the command line: checked, with a sentence that says which there
// are. Loaded when a command needs it: what it stands on brings the compiler.
import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import {
  boardNames,
  firmwareFolder,
  firmwareNames,
  readBoard,
  readFirmware,
  readSoundFirmware,
} from "../image/firmware/firmware.ts";
import { namesOfBoards } from "../image/firmware/wired-board.ts";
import { knownName, UsageError } from "./words/failure.ts";

export { boardNames, firmwareNames, readBoard, readFirmware, readSoundFirmware };

/** The name of a firmware of this package, or the path of a folder that holds a device.ts. */
export function checkedFirmware(nameOrPath: string): string {
  const isFolder = existsSync(join(resolve(nameOrPath), "device.ts"));
  if (!/[/\\.]/.test(nameOrPath)) {
    const names = firmwareNames();
    if (isFolder && !names.includes(nameOrPath))
      throw new UsageError(
        `"${nameOrPath}" is a folder here, and no firmware of ringmote; write ./${nameOrPath}.`,
      );
    return knownName("firmware", nameOrPath, names);
  }
  if (isFolder) return nameOrPath;
  if (/[/\\]device\.ts$/.test(nameOrPath) && existsSync(nameOrPath)) {
    const folder = nameOrPath.slice(0, -"/device.ts".length);
    throw new UsageError(
      `${nameOrPath} is a file; a firmware is the folder of its device.ts: write ${folder}.`,
    );
  }
  const name = basename(nameOrPath);
  const cure = firmwareNames().includes(name) ? ` Did you mean the firmware ${name}?` : "";
  throw new UsageError(
    `The folder ${nameOrPath} holds no device.ts; a firmware is a folder with one.${cure}`,
  );
}

/** The name of a board of this package. */
export function checkedBoard(name: string): string {
  return knownName("board", name, boardNames());
}

/** The name of a board of this package, or of another that the firmware's wiring has. */
export async function checkedBoardOf(firmware: string, name: string): Promise<string> {
  if (boardNames().includes(name)) return name;
  return knownName("board", name, namesOfBoards(await readFirmware(firmware)));
}

/** What a firmware is, from the first line of its device.ts: "// <name>: <what it is>". */
export function firmwareTitle(name: string): string {
  const folder = firmwareFolder(name);
  const [line] = readFileSync(join(folder, "device.ts"), "utf8").split("\n", 1);
  return line.replace(/^\/\/\s*([^:]*:\s*)?/, "");
}
