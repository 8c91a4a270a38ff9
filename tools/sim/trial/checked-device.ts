// The device of a trial with its numbers checked. A test imports its device like any module, and by then
// nothing can be added to the author's functions: the same file is run once more, as a build runs it, and
// that device is tried in place of the other.
import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { at } from "../../compiler/source/build-error.ts";
import { placeOfError } from "../../image/firmware/source-places.ts";

/** How a test imports the device of a file beside it. */
const IMPORTED =
  /\bimport\s+[\w$]+\s*(?:,\s*\{[^}]*\}\s*)?from\s*["'](\.[^"']*)["']|\bimport\(\s*["'](\.[^"']*)["']/g;
/** Another file is not run a second time: who knows what it does. */
const DECLARING = /\bfrom\s*["']ringmote["']/;
/** A test may start its trial through functions of its own. */
const FRAMES = 30;

/** The files on the way to whoever calls `callee`, the nearest first. */
export function callingFiles(callee: (...args: never[]) => unknown): string[] {
  const { prepareStackTrace, stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = FRAMES;
    Error.prepareStackTrace = (_, sites) => sites;
    const caught: { stack?: unknown } = {};
    Error.captureStackTrace(caught, callee);
    const sites = caught.stack as NodeJS.CallSite[];
    return [...new Set(sites.flatMap((site) => pathOf(site.getFileName() ?? "") ?? []))];
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function pathOf(name: string): string | undefined {
  const bare = name.replace(/\?.*$/, "");
  const path = bare.startsWith("file:") ? fileURLToPath(bare) : bare;
  return existsSync(path) ? path : undefined;
}

/**
 * The device as the file that it was imported from has it, with its operations checked; itself where no file
 * is found.
 */
export async function checkedDevice(
  declaration: DeviceDeclaration,
  callers: readonly string[],
): Promise<DeviceDeclaration> {
  const files = new Set(callers.flatMap(importedFiles));
  for (const file of files) {
    // What only trials of an author's own devices need.
    const { checkedExportOf } = await import("../../image/firmware/run-module.ts");
    const checked = await checkedExportOf(file);
    if (checked !== undefined && isSame(checked as Partial<DeviceDeclaration>, declaration))
      return checked as DeviceDeclaration;
  }
  return declaration;
}

function importedFiles(caller: string): string[] {
  const names = [...readFileSync(caller, "utf8").matchAll(IMPORTED)].map(
    ([, imported, loaded]) => imported ?? loaded ?? "",
  );
  return names.flatMap((name) => {
    const path = resolve(dirname(caller), name);
    const sourceFile = [path, path.replace(/\.js$/, ".ts"), `${path}.ts`].find(
      (path) => path.endsWith(".ts") && existsSync(path),
    );
    return sourceFile === undefined || !DECLARING.test(readFileSync(sourceFile, "utf8")) ? [] : sourceFile;
  });
}

/** Two runs of a file give the same names. */
function isSame(earlier: Partial<DeviceDeclaration>, device: DeviceDeclaration): boolean {
  return JSON.stringify(namesOf(earlier)) === JSON.stringify(namesOf(device));
}

function namesOf({ name, sensors = [], actuators = [], rules = [] }: Partial<DeviceDeclaration>): unknown {
  return [
    name,
    sensors.map((sensor) => sensor.name),
    actuators.map((actuator) => actuator.name),
    rules.length,
  ];
}

/** What a device threw, with its author's line where it is a checked one. */
export function withPlace(error: unknown): unknown {
  const place = placeOfError(error);
  if (place === undefined || !(error instanceof Error)) return error;
  error.message = at(place, error.message);
  error.stack = `${error.name}: ${error.message}`;
  return error;
}
