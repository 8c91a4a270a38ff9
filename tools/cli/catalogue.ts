// What there is to run and to build for: firmware and boards, by name.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Board } from "../../boards/board.ts";
import type { DeviceDeclaration } from "../../src/device/device.ts";
import { UsageError } from "./failure.ts";
import { knownName } from "./known-name.ts";

const FIRMWARE = fileURLToPath(new URL("../../firmware", import.meta.url));
const BOARDS = fileURLToPath(new URL("../../boards", import.meta.url));
/** The file that says what a board is; it is none. */
const BOARD_TYPES = "board.ts";

/** Names of the firmware in this package. */
export function firmwareNames(): string[] {
  return readdirSync(FIRMWARE).filter((name) => isFirmware(resolve(FIRMWARE, name)));
}

/** The folder of a firmware: by its name in this package, or by the path of a folder that holds a device.ts. */
export function firmwareFolder(nameOrPath: string): string {
  if (!/[/\\.]/.test(nameOrPath))
    return resolve(FIRMWARE, knownName("firmware", nameOrPath, firmwareNames()));
  const folder = resolve(nameOrPath);
  if (isFirmware(folder)) return folder;
  throw new UsageError(`The folder ${nameOrPath} holds no device.ts; a firmware is a folder with one.`);
}

/** The device that a firmware's folder declares. */
export async function loadDevice(folder: string): Promise<DeviceDeclaration> {
  const module = (await import(pathToFileURL(resolve(folder, "device.ts")).href)) as {
    default?: DeviceDeclaration;
  };
  if (module.default?.name !== undefined) return module.default;
  throw new UsageError(`The device.ts in ${folder} has no default export that is a device.`);
}

/** What a firmware is, from the first line of its device.ts: "// firmware/<name>/device.ts: <what it is>". */
export function firmwareTitle(name: string): string {
  const [line] = readFileSync(resolve(FIRMWARE, name, "device.ts"), "utf8").split("\n", 1);
  return line.replace(/^\/\/\s*(\S*\/device\.ts:\s*)?/, "");
}

/** Names of the boards in this package. */
export function boardNames(): string[] {
  return readdirSync(BOARDS)
    .filter((file) => file.endsWith(".ts") && file !== BOARD_TYPES)
    .map((file) => file.replace(/\.ts$/, ""));
}

/** The facts of a board. */
export async function loadBoard(name: string): Promise<Board> {
  const module = (await import(pathToFileURL(resolve(BOARDS, `${name}.ts`)).href)) as { default: Board };
  return module.default;
}

function isFirmware(folder: string): boolean {
  return existsSync(resolve(folder, "device.ts"));
}
