// A project of a user's own, with the climate device in it, and edits of it.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageFolder } from "../../files/package-folder.ts";

/** No two edits are alike: an image that was built before would not be built again. */
export function edited(text: string, state: string, edit: number): string {
  return text
    .replace('atStart: "off"', `atStart: "${state}"`)
    .replace("seconds(30)", `seconds(${31 + edit})`);
}

/** A project of a user's own, with the climate device in it, but for its rule. */
export function ownProject(): string {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-edit-"));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(packageFolder, join(folder, "node_modules", "ringmote"));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  cpSync(join(packageFolder, "firmware", "climate"), join(folder, "climate"), { recursive: true });
  // Its rule would take back what the edits do to the heater.
  const source = join(folder, "climate", "device.ts");
  writeFileSync(source, readFileSync(source, "utf8").replace(/^ {2}rules: .*\n/m, ""));
  return folder;
}
