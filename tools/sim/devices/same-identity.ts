// Two devices that would be one to the broker, found before they start: the same name for people, the same
// client identifier, or the same root of their topics.
import { ROOT } from "../../../src/device/run/topics.ts";

/** A device that is to start. What its settings do not say, its name and its chip's number do. */
export interface Identified {
  /** The folder of its firmware, or what else it is called by whoever starts it. */
  firmware: string;
  /** The name that it declares. */
  name: string;
  chipId: string;
  id?: string;
  root?: string;
}

/**
 * A sentence for each pair that would disturb each other: what they share, and what to do. Empty when each is
 * its own.
 */
export function sharedIdentities(devices: readonly Identified[]): string[] {
  return [
    ...shared(
      devices,
      ({ name }) => name,
      (both, name) => `${both} are both called "${name}"; give one another name in its device.ts.`,
    ),
    ...shared(
      devices,
      idOf,
      (both, id) =>
        `${both} have the client identifier "${id}", and the broker would let in one of them at a time; give one another chip number or id.`,
    ),
    ...shared(
      devices,
      rootOf,
      (both, root) =>
        `${both} publish below "${root}", and would overwrite each other; give one another chip number or root.`,
    ),
  ];
}

function idOf({ name, chipId, id }: Identified): string {
  return id ?? `${name}-${chipId}`;
}

function rootOf(device: Identified): string {
  return device.root ?? ROOT + idOf(device);
}

function shared(
  devices: readonly Identified[],
  by: (device: Identified) => string,
  sentence: (both: string, what: string) => string,
): string[] {
  return devices.flatMap((device, i) => {
    const earlier = devices.slice(0, i).find((other) => by(other) === by(device));
    return earlier === undefined ? [] : [sentence(`${earlier.firmware} and ${device.firmware}`, by(device))];
  });
}
