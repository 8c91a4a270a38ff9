// Devices that a pattern means, as somebody typed it: several by their identities, at the root that they share.
import { ROOT } from "../../../src/device/run/topics.ts";
import { isName, shortName } from "../broker/device-name.ts";
import { UsageError } from "../words/failure.ts";

/** What a manifest can name, and a discovery topic. Whoever may publish can invent 64 KB of it. */
const LONGEST_IDENTITY = 96;

/** Where the topics of the devices begin, without their identities. */
export function parentOf(to: string): string {
  const parent = to.includes("/") ? to.slice(0, to.lastIndexOf("/")) : ROOT.slice(0, -1);
  if (isName(to) && !parent.includes("*")) return parent;
  throw new UsageError(
    `No device has the name "${shortName(to)}"; name one, or several as 'porch-*', or "all" that run the firmware.`,
  );
}

/** Throws a UsageError where a pattern stands beside several firmware. */
export function requireOneFor(to: string, { length }: readonly unknown[]): void {
  if (to !== "all" && length > 1)
    throw new UsageError("--to is for one firmware; of several each is for the devices that have its name.");
}

/** The firmware of a device: of several the one with the longest name; `undefined`: it is none of theirs. */
export function firmwareOf<Firmware extends { id: string }>(
  firmware: readonly Firmware[],
  device: string,
  to: string,
  parent: string,
): Firmware | undefined {
  if (device.length > LONGEST_IDENTITY) return undefined;
  return firmware
    .filter(({ id }) => meant(to, parent, id).test(device))
    .sort((a, b) => b.id.length - a.id.length)[0];
}

/** Identities that are meant; "all" run the firmware `id`: their identities begin with its name. */
export function meant(to: string, parent: string, id: string): RegExp {
  const pattern = to === "all" ? `${id}-*` : to.slice(to.includes("/") ? parent.length + 1 : 0);
  const escaped = pattern.replace(/[.?^$()|[\]{}\\+]/g, "\\$&").replace(/\*+/g, ".*");
  return new RegExp(`^${escaped}$`, "s");
}
