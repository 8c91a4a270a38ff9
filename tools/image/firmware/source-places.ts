// The place in its author's source at which an error arose: the modules of a firmware run as one
// bundle, whose lines nobody knows.
import { SourceMap, type SourceMapPayload } from "node:module";
import { dirname, resolve, sep } from "node:path";
import type { SourcePlace } from "../../compiler/source/build-error.ts";
import { packageFolder } from "../../files/package-folder.ts";
import { shownPath } from "../../files/shown-path.ts";

/** A frame of a stack in a bundle: the bundle's name, the line and the column. */
const FRAME = /((?:\/|[A-Za-z]:\\).*\?\d+):(\d+):(\d+)\)?$/;
const OWN_SOURCES = resolve(packageFolder, "src") + sep;

interface Bundle {
  file: string;
  /** Its text: read when an error asks for it, which is hardly ever. */
  map: string;
}

const bundles = new Map<string, Bundle>();

/** Gives a bundle the name to run it by, as which the frames of a stack have it. `map` is its source map. */
export function nameBundle(file: string, map: string): string {
  const name = `${file}?${bundles.size + 1}`;
  bundles.set(name, { file, map });
  return name;
}

/**
 * The innermost line of a firmware's author that led to an error; where there is none, the innermost of this
 * package in the bundle. `undefined` when it arose without a firmware.
 */
export function placeOfError(error: unknown): SourcePlace | undefined {
  const place = originOfStack(error instanceof Error ? (error.stack ?? "") : "");
  return place && { file: shownPath(place.file), line: place.line };
}

/** The same for a stack, with the file's own path and the column, counted from 1. */
export function originOfStack(stack: string): (SourcePlace & { column: number }) | undefined {
  const places = stack.split("\n").flatMap((line) => originOf(line) ?? []);
  return places.find(({ file }) => !file.startsWith(OWN_SOURCES)) ?? places[0];
}

function originOf(frame: string): (SourcePlace & { column: number }) | undefined {
  const [, name = "", line, column] = FRAME.exec(frame) ?? [];
  const bundle = bundles.get(name);
  if (bundle === undefined) return undefined;
  const map = new SourceMap(JSON.parse(bundle.map) as SourceMapPayload);
  const entry = map.findEntry(Number(line) - 1, Number(column) - 1);
  if (!("originalSource" in entry)) return undefined;
  const file = resolve(dirname(bundle.file), entry.originalSource);
  return { file, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}
