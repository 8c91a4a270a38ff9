// Devices that a pattern means, as somebody typed it: several by their identities, at the root that they share.
import { ROOT } from "../../../src/device/run/topics.ts";
import { isName, shortName } from "../broker/device-name.ts";
import { UsageError } from "../words/failure.ts";

/** Where the topics of the devices begin, without their identities. */
export function parentOf(to: string): string {
  const parent = to.includes("/") ? to.slice(0, to.lastIndexOf("/")) : ROOT.slice(0, -1);
  if (isName(to) && !parent.includes("*")) return parent;
  throw new UsageError(
    `No device has the name "${shortName(to)}"; name one, or several as 'porch-*', or "all" that run the firmware.`,
  );
}

/** Identities that are meant; "all" run the firmware `id`: their identities begin with its name. */
export function meant(to: string, parent: string, id: string): RegExp {
  const pattern = to === "all" ? `${id}-*` : to.slice(to.includes("/") ? parent.length + 1 : 0);
  const escaped = pattern.replace(/[.?^$()|[\]{}\\+]/g, "\\$&").replace(/\*+/g, ".*");
  return new RegExp(`^${escaped}$`, "s");
}
