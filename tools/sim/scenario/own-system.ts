// A system of somebody's own: a folder with a scenario. It and its programs run as they do without ringmote,
// with what is installed beside them; their modules may be TypeScript, whatever kind of package they are in.
import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { shownPath } from "../../files/shown-path.ts";
import type { Scenario } from "./scenario.ts";
import { ScenarioError } from "./scenario-error.ts";
import { scenarioFaults } from "./scenario-faults.ts";

const FILE = "scenario.ts";

export interface OwnSystem {
  name: string;
  scenario: Scenario;
}

/** Does it name a folder, and not a system of this package? */
export function isSystemPath(text: string): boolean {
  return /[/\\]|^\.{1,2}$/.test(text);
}

/** Is this a folder that has a scenario? */
export function holdsScenario(folder: string): boolean {
  return existsSync(join(folder, FILE));
}

/** Throws a ScenarioError where there is none, or it is not as it has to be. */
export async function readOwnSystem(path: string): Promise<OwnSystem> {
  const folder = resolve(path);
  const file = join(folder, FILE);
  if (!holdsScenario(folder))
    throw new ScenarioError(`The folder ${path} holds no ${FILE}; a system is a folder with one.`);
  const scenario = defaultOf(await imported(file));
  const faults = scenarioFaults(scenario);
  if (faults.length > 0)
    throw new ScenarioError(faults.map((fault) => `${shownPath(file)}: ${fault}`).join("\n"));
  return { name: basename(folder), scenario: scenario as Scenario };
}

async function imported(file: string): Promise<object> {
  // Of the systems of this package nothing is to be compiled.
  const [modules, required] = await Promise.all([import("tsx/esm/api"), import("tsx/cjs/api")]);
  modules.register();
  required.register();
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    throw new ScenarioError(`${shownPath(file)} could not be read: ${wordsOf(error)}`);
  }
}

/** In a package of CommonJS the module as a whole stands in place of its default export. */
function defaultOf(module: object): unknown {
  const exported: unknown = Reflect.get(module, "default");
  const isWhole = Object(exported).__esModule === true;
  return isWhole ? Reflect.get(Object(exported), "default") : exported;
}

/** On one line. */
function wordsOf(error: unknown): string {
  const words = (error instanceof Error ? error.message : String(error)).replace(/\s*\n\s*/g, " ");
  const isAway = /Cannot find (?:package|module) 'ringmote[/']/.test(words);
  return isAway ? `${words}. Say "npm install ringmote" in its project.` : words;
}
