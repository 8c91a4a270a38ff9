// Runs a module of a firmware in Node for the value that it exports, wherever its folder is and whatever kind
// of package it is in: the module and all that it imports are bundled first, with this package under its own
// name.
import { existsSync, readdirSync } from "node:fs";
import { basename, dirname } from "node:path";
import { Script } from "node:vm";
import type { BuildFailure, Plugin } from "esbuild";
import { unknownName } from "../../../src/arguments/nearest-name.ts";
import { cannotYet } from "../../../src/checks/cannot-yet.ts";
import { at, BuildError } from "../../compiler/source/build-error.ts";
import { UNSEEN_HERE } from "../../compiler/source/computer-names.ts";
import { FACES, importedFile } from "../../compiler/source/imported-file.ts";
import { noModule } from "../../compiler/source/no-module.ts";
import { shownPath } from "../../files/shown-path.ts";
import { type Bundle, keepBundle, keptBundle, type Made } from "../keep/kept-bundle.ts";
import { placeOfFault } from "./fault-place.ts";
import { FaultyCallError, isNoted, notedModules, notedPath, whileNoting } from "./made-at.ts";
import { isChecked, narrowNumbers } from "./narrow-numbers.ts";
import { nameBundle, placeOfError } from "./source-places.ts";

/** The global for a bundle's exports. */
const EXPORTS = "firmware";

/** The types know which name was meant, and behind what a comma is missing. */
const IN_WORDS_OF_TYPES = /^(?:No matching export|Expected|Unexpected|Unterminated|Syntax error)/;

/** The longest time for a declaration, which takes milliseconds. */
const LONGEST_MS = 5000;

/**
 * The default export of a module, given by its absolute path; `undefined` when it has none. `check` is called
 * before the module runs. An error at run time is reported in the words of its types where they have any:
 * these know what was meant.
 */
export async function defaultExportOf(
  file: string,
  check?: (file: string) => Promise<void>,
): Promise<unknown> {
  return exportOf(file, await bundled(file), check);
}

/**
 * The same of a module that was read already, for its functions with their operations checked; `undefined`
 * when none of them has an operation to check, or the module does not run by itself.
 */
export async function checkedExportOf(file: string): Promise<unknown> {
  try {
    const bundle = await bundled(file);
    return isChecked(bundle.code) ? await exportOf(file, bundle) : undefined;
  } catch {
    return undefined;
  }
}

async function exportOf(
  file: string,
  { code, map }: Bundle,
  check?: (file: string) => Promise<void>,
): Promise<unknown> {
  await check?.(file);
  const script = new Script(`((${UNSEEN_HERE.join(", ")}) => {\n${code}\nreturn ${EXPORTS};\n})()`, {
    filename: nameBundle(file, map),
    lineOffset: -1,
  });
  try {
    const run = () => script.runInThisContext({ timeout: LONGEST_MS });
    const exported = whileNoting(run) as { default?: unknown } | undefined;
    return exported?.default;
  } catch (error) {
    await requireTypesOf(file);
    if (error instanceof FaultyCallError)
      throw new BuildError(
        await Promise.all(error.faults.map(async (fault) => at(await placeOfFault(fault), fault.sentence))),
      );
    const shown = shownPath(file);
    if ((error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_TIMEOUT")
      throw new BuildError(
        `${shown} does not come to an end: it has run for ${LONGEST_MS / 1000} s. Look for a loop that goes on for ever.`,
      );
    const place = placeOfError(error);
    const fails = place === undefined ? `${shown} fails when it runs` : "the device fails here";
    throw new BuildError(at(place, `${fails}: ${wordsOf(error)}`));
  }
}

/** Refuses a module for a wrong type. Only a faulty one needs the compiler. */
export async function requireTypesOf(file: string): Promise<void> {
  const { requireOwnTypes } = await import("../../compiler/source/own-modules.ts");
  requireOwnTypes(file);
}

/** What went wrong, on one line. */
function wordsOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\s*\n\s*/g, " ");
}

/** The bundle of a module: the kept one, or a new one, which is kept. */
async function bundled(file: string): Promise<Bundle> {
  const kept = keptBundle(file);
  if (kept !== undefined) return kept;
  const { bundle, ...made } = await bundleModule(file);
  keepBundle(file, bundle, made);
  return bundle;
}

/** Bundles a module, and says when that began and which files went into it. */
async function bundleModule(file: string): Promise<{ bundle: Bundle } & Made> {
  const begun = Date.now();
  const { build } = await import("esbuild");
  try {
    const { outputFiles, metafile } = await build({
      entryPoints: [file],
      bundle: true,
      write: false,
      metafile: true,
      format: "iife",
      globalName: EXPORTS,
      platform: "neutral",
      // Nothing is written there: the sources of the map are relative to it.
      outfile: `${file}.js`,
      sourcemap: "external",
      sourcesContent: false,
      logLevel: "silent",
      plugins: [ownName, onlyModules, notedModules, narrowNumbers],
    });
    const textOf = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? "";
    const bundle = { code: textOf(".js"), map: textOf(".map") };
    return { bundle, begun, inputs: Object.keys(metafile.inputs).filter((input) => !isNoted(input)) };
  } catch (error) {
    const { errors } = error as Partial<BuildFailure>;
    if (errors === undefined) throw new BuildError(`${shownPath(file)} could not be read: ${wordsOf(error)}`);
    if (errors.some(({ text }) => IN_WORDS_OF_TYPES.test(text))) await requireTypesOf(file);
    throw new BuildError(
      errors.map(({ text, location }) => {
        const place = location === null ? undefined : { file: shownPath(location.file), line: location.line };
        return at(place, moduleFault(text) ?? text);
      }),
    );
  }
}

const NOWHERE = /^Could not resolve "([^".][^"]*)"/;

/** An import by a name that is none of this package's pages of exports. */
function moduleFault(text: string): string | undefined {
  const [, name] = NOWHERE.exec(text) ?? [];
  if (name === undefined) return undefined;
  const known = [...Object.keys(FACES), "ringmote/drivers/<part>.ts", "ringmote/boards/<board>.ts"];
  return unknownName("module", name, known);
}

/** `ringmote` and `ringmote/...` are this package, as they are for the build. */
const ownName: Plugin = {
  name: "ringmote",
  setup: ({ onResolve }) => {
    onResolve({ filter: /^ringmote(?:\/|$)/ }, ({ path, importer }) => {
      const source = importedFile(path, importer);
      if (source === undefined) return { errors: [{ text: `"${path}" is not a part of ringmote` }] };
      const missing = missingModule(source);
      return missing === undefined ? notedPath(source) : { errors: [{ text: missing }] };
    });
  },
};

/** What no image can hold is not run here either: a device means the same in Node. */
const onlyModules: Plugin = {
  name: "only modules",
  setup: ({ onResolve }) => {
    onResolve({ filter: /\.(?:json|d\.ts)$/ }, ({ path }) => {
      const text = noModule(path);
      return text === undefined ? undefined : { errors: [{ text }] };
    });
  },
};

/** A driver or a board that is not there, with the nearest one; its `.ts` belongs to its name. */
function missingModule(file: string): string | undefined {
  if (existsSync(file)) return undefined;
  const folder = dirname(file);
  const known = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  const name = basename(file);
  return unknownName(`module in ${shownPath(folder)}/`, name, known) + cannotYet(name);
}
