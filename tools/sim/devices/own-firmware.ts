// The firmware of this package, as the house runs it: each device's declaration, by the name of its folder.

import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import { loadI2cModels } from "../parts/i2c-models.ts";

export interface OwnFirmware {
  name: string;
  declaration: DeviceDeclaration;
}

const FOLDER = fileURLToPath(new URL("../../../firmware/", import.meta.url));

/** The names, in alphabetical order. */
export function ownFirmwareNames(): string[] {
  return readdirSync(FOLDER)
    .filter((name) => existsSync(deviceOf(name)))
    .sort();
}

/** Reads the firmware of these names, and what their parts are simulated by. */
export async function readOwnFirmware(names: readonly string[]): Promise<OwnFirmware[]> {
  await loadI2cModels();
  return Promise.all(
    names.map(async (name) => {
      // Written out, so that who compiles the tools sees which modules are meant.
      const module = (await import(`../../../firmware/${name}/device.ts`)) as { default: DeviceDeclaration };
      return { name, declaration: module.default };
    }),
  );
}

function deviceOf(name: string): string {
  return `${FOLDER}${name}/device.ts`;
}
