// The wiring of a device on a board: the roles that need a wire, and the pins that they have.
import type { Board, Wire, Wiring } from "../../boards/board.ts";
import { measuringParts } from "../../src/checks/measuring-parts.ts";
import type { OneWireLine } from "../../src/checks/one-wire-faults.ts";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import type { WireKind } from "../../src/reading/part.ts";
import { at, BuildError } from "../compiler/source/build-error.ts";
import { TARGET_FACTS } from "../targets/facts.ts";
import { placeOfFault } from "./fault-place.ts";
import { wiringFaults } from "./wiring-faults.ts";

/** A role that some part of the device plays, and the kind of wire that it needs. */
export interface NeededRole {
  role: string;
  kind: Exclude<WireKind, "none">;
  /** An input whose changes the part is told of at once. */
  isWatched?: boolean;
}

/** Roles on pins as the image knows them: what the firmware on the board calls each pin. */
export type WiredRoles = Readonly<
  Record<string, string | number | { sda: string | number; scl: string | number }>
>;

/** The roles of a device's parts that have a wire, in the order of its declaration, each once. */
export function neededRoles(declaration: DeviceDeclaration): NeededRole[] {
  const roles = new Map<string, NeededRole>();
  const add = (role: string, kind: WireKind, isWatched = false) => {
    if (kind !== "none" && !roles.has(role)) roles.set(role, { role, kind, ...(isWatched && { isWatched }) });
  };
  for (const { role, wire, watched } of measuringParts(declaration)) add(role, wire, watched);
  for (const { part } of declaration.actuators ?? []) add(part.role, part.wire);
  return [...roles.values()];
}

/**
 * Checks a wiring against the device and the board, and translates its pins. All that is wrong is said at once, each at its
 * line; at `where` what has none.
 */
export async function wiredRoles(
  needed: readonly NeededRole[],
  wiring: Wiring,
  where: string,
): Promise<WiredRoles> {
  const { board, roles } = wiring;
  const told = wiringFaults(needed, wiring).map(async (fault) => {
    const place = await placeOfFault(fault);
    return place === undefined
      ? `${where}: ${fault.sentence}`
      : at(place, `${board.name}: ${fault.sentence}`);
  });
  if (told.length > 0) throw new BuildError(await Promise.all(told));
  return Object.fromEntries(needed.map(({ role }) => [role, translated(roles[role] as Wire<string>, board)]));
}

/** The one-wire line that a role has on its board, by a wiring that was checked. */
export function lineOn({ board, roles }: Wiring): (role: string) => OneWireLine {
  return (role) => {
    const pin = roles[role] as string;
    return { pin, howToFind: TARGET_FACTS[board.target].findsCodesBy(board.name, pin) };
  };
}

function translated(wire: Wire<string>, board: Board): WiredRoles[string] {
  const id = (pin: string) => (board.pins[pin] as Board["pins"][string]).id;
  return typeof wire === "string" ? id(wire) : { sda: id(wire.sda), scl: id(wire.scl) };
}
