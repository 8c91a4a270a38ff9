// Every chip on I2C that the simulator has: a file of parts/i2c each, found by looking there. They are loaded
// before parts are fitted, and not by `await` at the top of a module: a project's tests may run as CommonJS,
// which has none.
import { readdirSync } from "node:fs";
import type { I2cModel } from "./i2c-model.ts";

const FOLDER = new URL("i2c/", import.meta.url);

let models: readonly I2cModel[] | undefined;
let loading: Promise<void> | undefined;

/** Loads them. Who starts simulated devices waits for this first; again, it is done already. */
export function loadI2cModels(): Promise<void> {
  loading ??= load();
  return loading;
}

async function load(): Promise<void> {
  const names = readdirSync(FOLDER).filter((file) => file.endsWith(".ts"));
  const modules: { MODEL: I2cModel }[] = await Promise.all(
    // Written out, so that who compiles the tools sees which modules are meant.
    names.sort().map((file) => import(`./i2c/${file.slice(0, -".ts".length)}.ts`)),
  );
  models = modules.map(({ MODEL }) => MODEL);
}

/** All of them. Throws where nobody has waited for them. */
export function i2cModels(): readonly I2cModel[] {
  if (models === undefined) throw new Error("The models of chips are not loaded: wait for loadI2cModels().");
  return models;
}
