// The file that an import of the device language means. It stands apart from all that needs the compiler, so
// that a caller does not load that.
import { dirname, join, resolve } from "node:path";
import { packageFolder } from "../../files/package-folder.ts";

/** What a device imports by name, each a page of exports in src: `ringmote` itself, and those beside it. */
export const FACES: Readonly<Record<string, string>> = {
  ringmote: "index.ts",
  "ringmote/driver.ts": "driver.ts",
  "ringmote/filters.ts": "filters.ts",
  "ringmote/options.ts": "options.ts",
};

/** The file that an import means by a relative path or by this package's own name; it need not be there. */
export function importedFile(name: string, from: string): string | undefined {
  if (name.startsWith("./") || name.startsWith("../")) return resolve(dirname(from), name);
  if (Object.hasOwn(FACES, name)) return join(packageFolder, "src", FACES[name] as string);
  if (name.startsWith("ringmote/drivers/")) return join(packageFolder, "src", name.slice("ringmote/".length));
  if (name.startsWith("ringmote/boards/")) return join(packageFolder, name.slice("ringmote/".length));
  return undefined;
}
