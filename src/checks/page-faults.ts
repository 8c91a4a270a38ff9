// Faults of a device's page: when nobody could open it, and what it would show that is a secret.
import type { TextInputDeclaration } from "../device/declare/actuators/text-input.ts";
import type { DeviceDeclaration } from "../device/declare/device.ts";
import { type Fault, fault } from "./fault.ts";

/** One sentence for each part of the device that it cannot have beside a page. */
export function pageFaults(declaration: DeviceDeclaration): Fault[] {
  const { page, sleep, actuators = [] } = declaration;
  if (page !== true) return [];
  const asleep =
    sleep === undefined
      ? []
      : ["The device sleeps, and its page would be there for moments only; leave `page` or `sleep` out."];
  const secret = actuators
    .filter(
      ({ kind, options }) =>
        kind === "text" && (options as TextInputDeclaration["options"]).mode === "password",
    )
    .map(
      ({ name }) =>
        `The text input "${name}" has the mode "password", and the device's page shows it to whoever is in the network; leave \`page\` or that mode out.`,
    );
  return [...asleep, ...secret].map((sentence) => fault(declaration, "page", sentence));
}
