// The source that this package was installed from, so that a project that it makes has it from there as well.
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { packageFolder } from "../../files/package-folder.ts";

interface Lock {
  packages?: Record<string, { resolved?: string }>;
}

const FILE = "file:";

/**
 * What the package.json of a project in `folder` says of this package: the file that it was installed from,
 * or the clone that it runs in, and otherwise its version in the registry.
 */
export function ownSource(folder: string, installed = packageFolder): string {
  const modules = dirname(installed);
  if (basename(modules) !== "node_modules") return fileFrom(folder, installed);
  // npm notes there what it has installed, and from where.
  const lockFile = join(modules, ".package-lock.json");
  const lock: Lock = existsSync(lockFile) ? JSON.parse(readFileSync(lockFile, "utf8")) : {};
  const { resolved = "" } = lock.packages?.[`node_modules/${basename(installed)}`] ?? {};
  if (resolved.startsWith(FILE))
    return fileFrom(folder, resolve(dirname(modules), resolved.slice(FILE.length)));
  const { version } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as {
    version: string;
  };
  return `^${version}`;
}

function fileFrom(folder: string, path: string): string {
  return FILE + relative(folder, path).split(sep).join("/");
}
