// The devices of a project in a folder. To show a device is to run it, so a folder of downloads is none:
// nobody asked for their code.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { packageFolder } from "../../files/package-folder.ts";

const OWN_NAME = "ringmote";
/** Devices in this package are in its catalogue already. */
const OF_PACKAGE = join(packageFolder, "firmware");
/** The files that a firmware's folder has at least. */
const FILES = ["device.ts", "wiring.ts"];

export interface OwnDevices {
  folders: readonly string[];
  /** Does the package.json there depend on ringmote, or for a device in its own folder the one above? */
  isProject: boolean;
}

/** A folder and those directly in it, as far as they hold a device with its wiring. None of them is run. */
export function ownDevices(folder: string): OwnDevices {
  const isDeviceOfProject = !isProject(folder) && isProject(dirname(folder));
  const places = isDeviceOfProject ? [folder] : [folder, ...foldersIn(folder)];
  const folders = places.filter((place) => holdsDevice(place) && dirname(place) !== OF_PACKAGE);
  return { folders, isProject: isDeviceOfProject || isProject(folder) };
}

/** The path of a device's folder from here, as a command takes it. */
export function typedPath(folder: string): string {
  const path = relative(process.cwd(), folder);
  return path === "" ? "." : `./${path}`;
}

function foldersIn(folder: string): string[] {
  const inside = readdirSync(folder).sort();
  return inside.map((name) => join(folder, name));
}

function holdsDevice(folder: string): boolean {
  return FILES.every((file) => existsSync(join(folder, file)));
}

function isProject(folder: string): boolean {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const { dependencies, devDependencies } = Object(manifest);
    return [dependencies, devDependencies].some((names) => Object.hasOwn(Object(names), OWN_NAME));
  } catch {
    return false;
  }
}
