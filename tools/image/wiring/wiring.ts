// The wiring of a device on a board: the roles that need a wire, and the pins that they have.

import type { Board, Wire, Wiring } from "../../../boards/board.ts";
import { partsOf } from "../../../src/checks/measuring-parts.ts";
import type { OneWireLine } from "../../../src/checks/one-wire-faults.ts";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import type { PinKind, WireKind } from "../../../src/reading/part.ts";
import { at, BuildError } from "../../compiler/source/build-error.ts";
import { TARGET_FACTS } from "../../targets/facts.ts";
import type { WiredRoles } from "../../targets/targets.ts";
import { placeOfFault } from "../firmware/fault-place.ts";
import { busNumbers, USUAL_HERTZ } from "./bus-faults.ts";
import { needsOf, wireOf } from "./named-pins.ts";
import { wiringFaults } from "./wiring-faults.ts";

/**
 * A role that some part of the device plays, or one of its named pins, and the kind of wire that it needs.
 */
export interface NeededRole {
  /** Of a named pin "<role>.<name>", as an image and the simulator call it. */
  role: string;
  kind: Exclude<WireKind, "none" | "pins" | "uart"> | PinKind;
  /** The role whose pin it is, and its name there. */
  pin?: { of: string; name: string };
  /** A wiring may leave it out. */
  isSpare?: boolean;
  /** Of parts on an I2C bus: their addresses there. */
  addresses?: readonly number[];
  /** An input whose changes the part is told of at once. */
  isWatched?: boolean;
}

/** The roles of a device's parts that have a wire, in the order of its declaration, each once. */
export function neededRoles(declaration: DeviceDeclaration): NeededRole[] {
  const roles = new Map<string, NeededRole>();
  const parts = partsOf(declaration);
  for (const need of parts.flatMap(needsOf)) {
    const known = roles.get(need.role);
    if (known === undefined) roles.set(need.role, need);
    else if (need.addresses !== undefined)
      roles.set(need.role, { ...known, addresses: [...(known.addresses ?? []), ...need.addresses] });
  }
  return [...roles.values()];
}

/**
 * Checks a wiring against the device and the board, and translates its pins. All faults are reported at once,
 * each at its line; those without a line at `where`.
 */
export async function wiredRoles(
  needed: readonly NeededRole[],
  wiring: Wiring,
  where: string,
): Promise<WiredRoles> {
  const { board, roles } = wiring;
  const sentences = wiringFaults(needed, wiring).map(async (fault) => {
    const place = await placeOfFault(fault);
    return place === undefined
      ? `${where}: ${fault.sentence}`
      : at(place, `${board.name}: ${fault.sentence}`);
  });
  if (sentences.length > 0) throw new BuildError(await Promise.all(sentences));
  const numbers = busNumbers(needed, wiring);
  return Object.fromEntries(
    needed.flatMap((need) => {
      const wire = wireOf(need, roles);
      return wire === undefined ? [] : [[need.role, translated(wire, board, numbers.get(need.role))]];
    }),
  );
}

/** The one-wire line that a role has on its board, by a wiring that was checked. */
export function lineOn({ board, roles }: Wiring): (role: string) => OneWireLine {
  return (role) => {
    const pin = roles[role] as string;
    return { pin, howToFind: TARGET_FACTS[board.target].findsCodesBy(board.name, pin) };
  };
}

/** For a bus, usual values are left out. */
function translated(wire: Wire<string>, board: Board, bus = 0): WiredRoles[string] {
  const id = (pin: string) => (board.pins[pin] as Board["pins"][string]).id;
  if (typeof wire === "string") return id(wire);
  if (wire.sda === undefined) throw new Error("A wiring that was checked gives a bus both of its lines.");
  const { sda, scl, hertz = USUAL_HERTZ } = wire;
  return {
    sda: id(sda),
    scl: id(scl),
    ...(bus > 0 && { bus }),
    ...(hertz !== USUAL_HERTZ && { hertz }),
  };
}
