// A path as sentences and line maps show it. It stands apart from what needs the compiler.
import { relative, sep } from "node:path";
import { packageFolder } from "./package-folder.ts";

/** From the package's folder, or from where the build was started. */
export function shownPath(file: string): string {
  const inPackage = relative(packageFolder, file);
  const shown = inPackage.startsWith("..") ? relative(process.cwd(), file) : inPackage;
  return shown.split(sep).join("/");
}
