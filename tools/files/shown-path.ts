// A path as sentences and line maps show it. It stands apart from what needs the compiler.
import { relative, sep } from "node:path";
import { packageFolder } from "./package-folder.ts";

/** The room of this package whose modules stand in every image. */
const IN_IMAGES = /^src(\/|$)/;

/**
 * Relative to the package's folder, or to the folder where the build was started: then with a "./" if a
 * module of an image could have that name.
 */
export function shownPath(file: string): string {
  const inPackage = relative(packageFolder, file);
  if (!inPackage.startsWith("..")) return inPackage.split(sep).join("/");
  const shown = relative(process.cwd(), file).split(sep).join("/");
  return IN_IMAGES.test(shown) ? `./${shown}` : shown;
}
