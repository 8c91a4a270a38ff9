// Firmware, boards and wirings as the page shows them, read from this package.
import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { Board } from "../../boards/board.ts";
import { boardNames, firmwareNames, readBoard, readFirmware } from "../build/firmware.ts";
import { packageFolder } from "../build/package-folder.ts";
import { rolesByPin } from "../build/roles-by-pin.ts";
import { warningsOf } from "../build/traps.ts";
import { neededRoles, wiredRoles } from "../build/wiring.ts";
import type { Catalogue, CatalogueBoard, CatalogueFirmware } from "./catalogue-types.ts";

/** What is offered; everything by default. A firmware is a name, or the path of a folder. */
export interface Choice {
  firmware?: readonly string[];
  boards?: readonly string[];
}

/** The catalogue of a choice. Throws a BuildError for a wiring that does not fit its board. */
export async function readCatalogue({ firmware, boards }: Choice = {}): Promise<Catalogue> {
  const offered = boards ?? boardNames();
  const all = await Promise.all(
    (firmware ?? firmwareNames()).map((nameOrPath) => firmwareEntry(nameOrPath, offered)),
  );
  const wired = new Set(all.flatMap(({ wirings }) => wirings.map(({ board }) => board)));
  const entries = await Promise.all(offered.filter((name) => wired.has(name)).map(readBoard));
  return {
    version: packageVersion(),
    firmware: all.filter(({ wirings }) => wirings.length > 0),
    boards: entries.map(boardEntry),
  };
}

/** What the build is asked for to make a firmware of the catalogue: its name, or the folder that it was given as. */
export function sourceOf({ firmware }: Choice, name: string): string {
  return firmware?.find((nameOrPath) => basename(resolve(nameOrPath)) === name) ?? name;
}

async function firmwareEntry(nameOrPath: string, offered: readonly string[]): Promise<CatalogueFirmware> {
  const { name, folder, declaration, wiring } = await readFirmware(nameOrPath);
  const needed = neededRoles(declaration);
  const wirings = Object.entries(wiring).filter(([board]) => offered.includes(board));
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
      wiredRoles(needed, wired, `${name}/wiring.ts, ${board}`);
      return {
        board,
        roles: Object.fromEntries(rolesByPin(needed, wired)),
        warnings: warningsOf(needed, wired),
      };
    }),
  };
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
  const { name, title, chip, module, target, tls, danger, headers, pins } = board;
  return { name, title, chip, module, target, tls, danger, headers, pins };
}

function packageVersion(): string {
  const text = readFileSync(join(packageFolder, "package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
