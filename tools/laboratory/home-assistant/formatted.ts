// A table of Home Assistant's as text of TypeScript, laid out as its file is.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { packageFolder } from "../../files/package-folder.ts";

/** `file`: what it is written into, from the package's folder. */
export function formatted(text: string, file: string): string {
  const biome = join(packageFolder, "node_modules", ".bin", "biome");
  return spawnSync(biome, ["format", `--stdin-file-path=${file}`], {
    cwd: packageFolder,
    input: text,
    encoding: "utf8",
  }).stdout;
}
