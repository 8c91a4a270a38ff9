// Faults of a set-up: what it names beside its own options.
import type { DeviceDeclaration } from "../device/declare/device.ts";
import type { SensorDeclaration } from "../device/declare/sensor.ts";
import type { Contact } from "../drivers/contact.ts";
import { type Fault, fault } from "./fault.ts";

/** The sensor of the contact that asks for the set-up. */
export function askingSensor({
  setUp,
  sensors = [],
}: Pick<DeviceDeclaration, "setUp" | "sensors">): SensorDeclaration | undefined {
  return setUp === undefined || setUp === true
    ? undefined
    : sensors.find(({ name }) => name === setUp.button);
}

/** One sentence where what asks for it is no contact. */
export function setUpFaults(declaration: DeviceDeclaration): Fault[] {
  const { setUp } = declaration;
  if (setUp === undefined || setUp === true || setUp.button === undefined) return [];
  const part = askingSensor(declaration)?.quantity.part as Partial<Contact> | undefined;
  if (part?.onLevel !== undefined) return [];
  return [
    fault(
      declaration,
      "setUp.button",
      `The set-up opens by "${setUp.button}", which is no sensor of a contact; name one, as of a button, or leave \`setUp.button\` out.`,
    ),
  ];
}
