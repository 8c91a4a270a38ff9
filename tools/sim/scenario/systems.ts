// The systems of this package: the folders of firmware/ that have a scenario.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Scenario } from "./scenario.ts";

const FOLDER = fileURLToPath(new URL("../../../firmware/", import.meta.url));

/** Their names, in alphabetical order. */
export function systemNames(): string[] {
  return readdirSync(FOLDER)
    .filter((name) => existsSync(`${FOLDER}${name}/scenario.ts`))
    .sort();
}

/** The first sentence of a system's README, without its full stop. */
export function systemTitle(name: string): string {
  const [, sentence = ""] =
    /^# .*\n+([^.]*)\./.exec(readFileSync(`${FOLDER}${name}/README.md`, "utf8")) ?? [];
  return sentence.replaceAll("\n", " ");
}

/** The file of a system's page; `undefined` where it has none. */
export function pageOf(name: string): string | undefined {
  const file = `${FOLDER}${name}/page.ts`;
  return existsSync(file) ? file : undefined;
}

export async function readSystem(name: string): Promise<Scenario> {
  // Written out, so that who compiles the tools sees which modules are meant.
  const module = (await import(`../../../firmware/${name}/scenario.ts`)) as { default: Scenario };
  return module.default;
}
