// What the modules of all drivers export. They are bundled when they are asked for: the tools hold no second copy of them.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";
import { packageFolder } from "../files/package-folder.ts";

const FOLDER = join(packageFolder, "src", "drivers");

type Exports = Readonly<Record<string, unknown>>;

/** By their files' names without an ending. */
export async function driverModules(): Promise<[name: string, module: Exports][]> {
  const { build } = await import("esbuild");
  const files = readdirSync(FOLDER)
    .filter((file) => file.endsWith(".ts"))
    .sort();
  const contents = `export const all = [${files.map((_, at) => `m${at}`)}];\n${files.map((file, at) => `import * as m${at} from "./${file}";`).join("\n")}`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: FOLDER },
    bundle: true,
    write: false,
    format: "iife",
    globalName: "drivers",
    platform: "neutral",
    logLevel: "silent",
  });
  const code = outputFiles[0]?.text ?? "";
  const { all } = new Script(`(() => {\n${code}\nreturn drivers;\n})()`).runInThisContext() as {
    all: Exports[];
  };
  return files.map((file, at): [string, Exports] => [file.slice(0, -".ts".length), all[at] ?? {}]);
}
