// Firmware, boards and wirings as the page shows them, read from this package.
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Board } from "../../boards/board.ts";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import { BuildError } from "../compiler/source/build-error.ts";
import { packageFolder } from "../files/package-folder.ts";
import { shownPath } from "../files/shown-path.ts";
import {
  boardNames,
  firmwareFolder,
  firmwareNames,
  readBoard,
  readFirmware,
} from "../image/firmware/firmware.ts";
import { soundWires } from "../image/firmware/sound-wires.ts";
import { drawnByPin } from "../image/wiring/roles-by-pin.ts";
import { sleepWarnings } from "../image/wiring/sleep-fit.ts";
import { warningsOf } from "../image/wiring/traps.ts";
import { type NeededRole, neededRoles } from "../image/wiring/wiring.ts";
import { TARGET_FACTS } from "../targets/facts.ts";
import type { Catalogue, CatalogueBoard, CatalogueFirmware } from "./catalogue-types.ts";

/** What is offered; everything by default. A firmware is a name, or the path of a folder. */
export interface Choice {
  firmware?: readonly string[];
  /**
   * Folders beside the firmware of the package, and before it; one takes the place of a firmware of its name.
   */
  own?: readonly string[];
  boards?: readonly string[];
}

/**
 * The catalogue of a choice, as its sources are now. Throws a BuildError for two devices of one name, and for
 * a wiring that does not fit its board.
 */
export async function readCatalogue(choice: Choice = {}): Promise<Catalogue> {
  const boards = await Promise.all([...new Set(choice.boards ?? boardNames())].map(readBoard));
  // A computer has no console that a page could speak to.
  const offered = boards.filter(({ target }) => TARGET_FACTS[target].hasConsole).map(({ name }) => name);
  const folders = [...catalogueFolders(choice).values()];
  const all = await Promise.all(folders.map((folder) => firmwareEntry(folder, offered)));
  const wired = new Set(all.flatMap(({ wirings }) => wirings.map(({ board }) => board)));
  const entries = boards.filter(({ name }) => wired.has(name));
  return {
    version: packageVersion(),
    firmware: easiestFirst(all, choice).filter(({ wirings }) => wirings.length > 0),
    boards: entries.map(boardEntry),
  };
}

/**
 * As they were chosen; of the package, those with the fewest wires first, for whoever makes the first device.
 */
function easiestFirst(
  all: readonly CatalogueFirmware[],
  { firmware, own = [] }: Choice,
): CatalogueFirmware[] {
  if (firmware !== undefined) return [...all];
  const wires = ({ wirings: [first] }: CatalogueFirmware) => Object.keys(first?.roles ?? {}).length;
  const ofPackage = all.slice(own.length).sort((a, b) => wires(a) - wires(b));
  return [...all.slice(0, own.length), ...ofPackage];
}

/**
 * The folders of a choice by their names, under which the page offers them. Throws a BuildError for two of
 * one name.
 */
export function catalogueFolders({ firmware, own = [] }: Choice): ReadonlyMap<string, string> {
  const folders = new Map<string, string>();
  const taken = own.map((path) => folded(basename(firmwareFolder(path))));
  const ofPackage = () => firmwareNames().filter((name) => !taken.includes(folded(name)));
  for (const nameOrPath of firmware ?? [...own, ...ofPackage()]) {
    const folder = firmwareFolder(nameOrPath);
    const name = basename(folder);
    // Where images are written, a computer may take two names for one.
    const known = [...folders.keys()].find((taken) => folded(taken) === folded(name));
    const otherFolder = known === undefined ? undefined : folders.get(known);
    if (otherFolder !== undefined && otherFolder !== folder)
      throw new BuildError(
        `Two devices are called "${known}": ${shownPath(otherFolder)} and ${shownPath(folder)}. The page offers each by the name of its folder; rename one of the folders.`,
      );
    folders.set(name, folder);
  }
  return folders;
}

function folded(name: string): string {
  return name.normalize("NFC").toLowerCase();
}

async function firmwareEntry(path: string, offered: readonly string[]): Promise<CatalogueFirmware> {
  const read = await readFirmware(path);
  const { name, folder, declaration, wiring } = read;
  const needed = neededRoles(declaration);
  const wirings = Object.entries(wiring).filter(([board]) => offered.includes(board));
  for (const [, wired] of wirings) await soundWires(read, wired);
  return {
    name,
    title: titleIn(readFileSync(join(folder, "device.ts"), "utf8")),
    parts: partsIn(folder),
    sensors: (declaration.sensors ?? []).map((sensor) => ({
      name: sensor.name,
      ...(sensor.options.unit !== undefined && { unit: sensor.options.unit }),
      ...(sensor.options.states !== undefined && { states: sensor.options.states }),
    })),
    actuators: (declaration.actuators ?? []).map((actuator) => actuator.name),
    wirings: wirings.map(([board, wired]) => {
      const modules = modulesOf(needed, wired.board, declaration);
      return {
        board,
        roles: Object.fromEntries(drawnByPin(declaration, wired)),
        warnings: [...warningsOf(needed, wired), ...sleepWarnings(declaration, wired)],
        ...(modules !== undefined && { modules }),
      };
    }),
  };
}

/** The images of the page have what is usual on their boards, so TLS where that is. */
function modulesOf(
  needed: readonly NeededRole[],
  { chip, target, tls }: Board,
  { sleep, update }: DeviceDeclaration,
): string[] | undefined {
  const kinds = needed.map(({ kind }) => kind);
  return TARGET_FACTS[target].toInstall?.modulesFor?.(
    chip,
    kinds,
    tls === true,
    sleep !== undefined,
    update !== undefined,
  );
}

/** From the first line of a device.ts: "// <name>: <what it is>". */
function titleIn(source: string): string {
  const [line] = source.split("\n", 1);
  return line.replace(/^\/\/\s*([^:]*:\s*)?/, "");
}

/** The list below "## Parts" of the firmware's README, as plain text. */
function partsIn(folder: string): string[] {
  const readme = join(folder, "README.md");
  if (!existsSync(readme)) return [];
  const [, section = ""] = readFileSync(readme, "utf8").split(/^## Parts$/m);
  const [list] = section.split(/^## /m, 1);
  const items = list.split(/^- /m).slice(1);
  return items.map((item) => item.split("\n\n")[0].replace(/\s+/g, " ").replaceAll("`", "").trim());
}

function boardEntry(board: Board): CatalogueBoard {
  const { name, title, chip, variant, module, target, memory, tls, danger, headers, pins } = board;
  // The images of the page have what is usual on their boards.
  return { name, title, chip, variant, module, target, memory, tls: tls === true, danger, headers, pins };
}

function packageVersion(): string {
  const text = readFileSync(join(packageFolder, "package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
