// The parts of all drivers. These are bundled when they are asked for: the tools hold no second copy of them.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";
import { packageFolder } from "../files/package-folder.ts";

const FOLDER = join(packageFolder, "src", "drivers");

type Exports = Readonly<Record<string, unknown>>;

/** Parts by their drivers' names, each made from a role alone. A driver that needs more is not among them. */
export async function driverParts(): Promise<[driver: string, part: object][]> {
  return (await driverModules()).flatMap(([name, module]) => {
    const make = module[name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())];
    const part = typeof make === "function" ? madeBy(make as (role: string) => unknown) : undefined;
    return typeof part === "object" && part !== null ? [[name, part] as [string, object]] : [];
  });
}

function madeBy(make: (role: string) => unknown): unknown {
  try {
    return make("scan");
  } catch {
    return undefined;
  }
}

async function driverModules(): Promise<[name: string, module: Exports][]> {
  const { build } = await import("esbuild");
  const files = readdirSync(FOLDER)
    .filter((file) => file.endsWith(".ts"))
    .sort();
  const imports = files.map((file, at) => `import * as m${at} from "./${file}";`).join("\n");
  const { outputFiles } = await build({
    stdin: {
      contents: `${imports}\nexport const all = [${files.map((_, at) => `m${at}`)}];`,
      resolveDir: FOLDER,
    },
    bundle: true,
    write: false,
    format: "iife",
    globalName: "drivers",
    platform: "neutral",
    logLevel: "silent",
  });
  const code = `(() => {\n${outputFiles[0]?.text}\nreturn drivers.all;\n})()`;
  const all = new Script(code).runInThisContext() as Exports[];
  return files.map((file, at): [string, Exports] => [file.slice(0, -".ts".length), all[at] ?? {}]);
}
