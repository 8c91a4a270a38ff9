// The place where the author of a firmware made each thing of its declaration: when a firmware runs on this
// computer, the functions that it imports from ringmote note their caller for what they have made.
import { dirname } from "node:path";
import type { Plugin } from "esbuild";
import {
  counterlessFaults,
  derivationFaults,
  integralFaults,
  statelessFaults,
} from "../../../src/checks/derived-faults.ts";
import type { Fault } from "../../../src/checks/fault.ts";
import { declarationOptionFaults, sensorOptionFaults } from "../../../src/checks/option-faults.ts";
import type { SensorDeclaration } from "../../../src/device/declare/sensor.ts";

/** Modules with this in front of their path are those of ringmote, with functions that note their callers. */
const NOTING = "noting";
const OWN_SOURCES = /[/\\](?:src[/\\](?:index|driver|filters|drivers[/\\][^/\\]+)|boards[/\\]board)\.ts$/;
/** The key by which a bundle reaches `noting`. */
const HOOK = "ringmote.noting";

/**
 * A function of ringmote's could not go on with its arguments: it trusts the types, which nobody may have
 * checked.
 */
export class FaultyCallError extends Error {
  constructor(readonly faults: readonly Fault[]) {
    super(faults.map(({ sentence }) => sentence).join("\n"));
  }
}

/** The faults of these functions' arguments, for when they fail. */
const FAULTS_OF_CALLS: Readonly<Record<string, (args: readonly unknown[]) => Fault[]>> = {
  sensor: ([name, , options]) => sensorOptionFaults({ name, options } as SensorDeclaration),
  derive: ([sources, compute]) => derivationFaults({}, sources, compute),
  integral: ([source, options]) => integralFaults(source, options),
  totalOf: ([source, options]) => counterlessFaults(source, options),
  stateOf: ([actuator]) => statelessFaults(actuator),
  device: ([declaration]) => declarationOptionFaults(declaration),
};

/** What was made, and the stack of the call. It is the first call: what is handed on was made before. */
const calls = new WeakMap<object, { stack?: string }>();

/**
 * The stack of the call that made something, with the author's frame first; `undefined` where nobody noted
 * it.
 */
export function stackOfMaking(made: object): string | undefined {
  return calls.get(made)?.stack;
}

/** Runs a bundle, whose imports of ringmote note their callers meanwhile. */
export function whileNoting<T>(run: () => T): T {
  const hook = Symbol.for(HOOK);
  const before: unknown = Reflect.get(globalThis, hook);
  Reflect.set(globalThis, hook, noting);
  try {
    return run();
  } finally {
    Reflect.set(globalThis, hook, before);
  }
}

/** The same function, with its results and its errors noted; anything else as it is. */
function noting(exported: unknown, name: string): unknown {
  if (typeof exported !== "function") return exported;
  const noted = (...args: unknown[]): unknown => {
    const call: { stack?: string } = {};
    Error.captureStackTrace(call, noted);
    let made: unknown;
    try {
      made = Reflect.apply(exported, undefined, args);
    } catch (error) {
      throw inWords(error, name, args, call);
    }
    // Functions that make things for one device (wiringOf) are noted as they are made.
    if (typeof made === "function") return noting(made, name);
    if (isNew(made)) noteWords(made);
    note(made, call);
    return made;
  };
  return noted;
}

function inWords(error: unknown, name: string, args: readonly unknown[], call: { stack?: string }): unknown {
  const faults = FAULTS_OF_CALLS[name]?.(args) ?? [];
  if (faults.length === 0) return error;
  for (const { of } of faults) if (isNew(of)) calls.set(of, call);
  return new FaultyCallError(faults);
}

/** Notes a thing and its parts. */
function note(made: unknown, call: { stack?: string }): void {
  if (!isNew(made)) return;
  calls.set(made, call);
  for (const value of Object.values(made)) note(value, call);
}

/** A rule is a chain of words: each is a function, and the last one's result is the rule. */
function noteWords(made: object): void {
  const words = Object.entries(made);
  if (!words.every(([, value]) => typeof value === "function")) return;
  for (const [name, word] of words) Reflect.set(made, name, noting(word, name));
}

function isNew(made: unknown): made is object {
  return typeof made === "object" && made !== null && !calls.has(made);
}

/**
 * Has a bundle's imports of ringmote's own modules note their callers. It stands in front of all that finds
 * these.
 */
export const notedModules: Plugin = {
  name: "noted modules",
  setup: ({ initialOptions, onLoad, esbuild }) => {
    onLoad({ filter: OWN_SOURCES, namespace: NOTING }, async ({ path }) => {
      const { metafile } = await esbuild.build({
        entryPoints: [path],
        bundle: false,
        write: false,
        metafile: true,
        format: "esm",
        outfile: `${path}.js`,
        logLevel: initialOptions.logLevel ?? "silent",
      });
      const names = Object.values(metafile.outputs).flatMap(({ exports }) => exports);
      const own = JSON.stringify(path);
      return { contents: moduleText(own, names), resolveDir: dirname(path) };
    });
  },
};

function moduleText(path: string, names: readonly string[]): string {
  return [
    `import * as own from ${path};`,
    `const noting = globalThis[Symbol.for("${HOOK}")] ?? ((exported) => exported);`,
    ...names.map((name) => `export const ${name} = noting(own.${name}, ${JSON.stringify(name)});`),
  ].join("\n");
}

/** The path of one of ringmote's modules, as a firmware is to import it. */
export function notedPath(path: string): { path: string; namespace?: string } {
  return OWN_SOURCES.test(path) ? { path, namespace: NOTING } : { path };
}

/** Is this input of a bundle one that no file holds? */
export function isNoted(input: string): boolean {
  return input.startsWith(`${NOTING}:`);
}
