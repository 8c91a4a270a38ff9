// The programs that an image has for its device's set-up: the set-up itself, which runs in the device's
// place, and the choice between the two at each start.
import { dirname, join } from "node:path";
import { askingSensor } from "../../src/checks/set-up-faults.ts";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import type { Contact } from "../../src/drivers/contact.ts";
import type { Image } from "../targets/image.ts";
import type { WiredRoles } from "../targets/targets.ts";
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

/** The entries of both, of the platform whose `boot` this is, for a device whose roles have these pins. */
export function setUpEntries(
  boot: string,
  declaration: Pick<DeviceDeclaration, "setUp" | "sensors">,
  wires: WiredRoles = {},
): SetUpEntries {
  const folder = dirname(boot);
  const isOpen = accessOf(declaration) === "open";
  const entry = (file: string, from: string, name: string, given: string, more = ""): Entry => ({
    file: join(folder, file),
    text: `${more}import { ${name} } from "./${from}.ts";\n${name}(${given});\n`,
  });
  const button = buttonOf(declaration);
  return {
    setUp: entry("set-up-entry.ts", "set-up-boot", "bootSetUp", String(isOpen)),
    choice: entry(
      "set-up-choice-entry.ts",
      "set-up-choice",
      "chooseSetUp",
      button === undefined
        ? "false"
        : `isHeld(${JSON.stringify(wires[button.role])}, ${button.pulledUp}, ${button.onLevel})`,
      button && `import { isHeld } from "./set-up-button.ts";\n`,
    ),
  };
}

/** The part of the contact that asks for the set-up. */
function buttonOf(declaration: Pick<DeviceDeclaration, "setUp" | "sensors">): Contact | undefined {
  return askingSensor(declaration)?.quantity.part as Contact | undefined;
}
