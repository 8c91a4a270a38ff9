// Entries of the package that a program, a device or a test imports by name: the modules behind `exports`,
// each as one file of JavaScript and one of declarations.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../files/package-folder.ts";

/** Folders of modules, by what they are called in a name: "ringmote/drivers/relay.ts". */
const FOLDERS = { drivers: "src/drivers", boards: "boards" };

/** Sources from the package's folder, by the names of their files without an ending. */
export const FACES: Record<string, string> = {
  index: "src/index.ts",
  driver: "src/driver.ts",
  filters: "src/filters.ts",
  options: "src/options.ts",
  node: "src/platform/node/computer.ts",
  trial: "tools/sim/trial/trial.ts",
  scenario: "tools/sim/scenario/scenario.ts",
  log: "src/client/log/log.ts",
  tokens: "src/client/tokens/tokens.ts",
};

/**
 * The same of the folders' modules. What drivers share is none of them: a driver of one's own has it from
 * `ringmote/driver.ts`.
 */
export function partsAndBoards(): Record<string, string> {
  const entries: Record<string, string> = {};
  for (const [name, folder] of Object.entries(FOLDERS)) {
    for (const file of readdirSync(join(packageFolder, folder)).filter((file) => file.endsWith(".ts")))
      if (name !== "drivers" || isForDevices(join(packageFolder, folder, file)))
        entries[`${name}/${file.slice(0, -".ts".length)}`] = `${folder}/${file}`;
  }
  return entries;
}

/** A driver, or what is put around one: it has an example. */
function isForDevices(path: string): boolean {
  return readFileSync(path, "utf8").includes("\n * @example ");
}

/**
 * The map of the package's names. Device files write the ending, as the modules have it; programs need not.
 * The client for programs has the name of its own package as well.
 */
export function exportsOf(folder: string): Record<string, unknown> {
  const map: Record<string, unknown> = {};
  for (const name of [...Object.keys(FACES), ...Object.keys(FOLDERS).map((folder) => `${folder}/*`)]) {
    const target = { types: `./${folder}/${name}.d.ts`, default: `./${folder}/${name}.js` };
    if (name === "index") map["."] = target;
    else if (name === "node")
      Object.assign(map, { "./node.ts": target, "./node": target, "./client": target });
    else Object.assign(map, { [`./${name}.ts`]: target, [`./${name}`]: target });
  }
  return { ...map, "./package.json": "./package.json" };
}
