// The programs that an image has for its device's set-up: the set-up itself, which runs in the device's place, and the choice
// between the two at each start.
import { dirname, join } from "node:path";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import type { Image } from "../targets/image.ts";
import type { Entry } from "./entry.ts";

export interface SetUpEntries {
  setUp: Entry;
  choice: Entry;
}

/** The way into a device's access point; `undefined` for one that opens none. */
export function accessOf({ setUp }: Pick<DeviceDeclaration, "setUp">): Image["setUp"] {
  if (setUp === undefined) return undefined;
  return setUp !== true && setUp.open === true ? "open" : "password";
}

/** The entries of both, of the platform whose `boot` this is. */
export function setUpEntries(boot: string, declaration: Pick<DeviceDeclaration, "setUp">): SetUpEntries {
  const folder = dirname(boot);
  const isOpen = accessOf(declaration) === "open";
  const entry = (file: string, from: string, name: string, given: string): Entry => ({
    file: join(folder, file),
    text: `import { ${name} } from "./${from}.ts";\n${name}(${given});\n`,
  });
  return {
    setUp: entry("set-up-entry.ts", "set-up-boot", "bootSetUp", String(isOpen)),
    choice: entry("set-up-choice-entry.ts", "set-up-choice", "chooseSetUp", ""),
  };
}
