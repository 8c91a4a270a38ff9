// Pins that more than one role of a wiring has.
import type { Wire, Wiring } from "../../boards/board.ts";
import { pinsOf } from "./named-pins.ts";
import type { NeededRole } from "./wiring.ts";

/** Kinds on whose pins several parts may sit. */
const BUSES: readonly NeededRole["kind"][] = ["i2c", "one-wire"];

/** A fault, and what it is said of: a role, or one of its lines, as `wire` is given them. */
export interface WrongRole {
  sentence: string;
  option: readonly string[];
}

/** One pin is one role's, but for buses, on which several parts sit. */
export function sharedPins(roles: Wiring["roles"], needed: readonly NeededRole[]): WrongRole[] {
  const users = new Map<string, string[]>();
  for (const [role, wire] of Object.entries(roles)) {
    for (const pin of pinsOf(wire)) users.set(pin, [...(users.get(pin) ?? []), role]);
  }
  return [...users].flatMap(([pin, names]) => {
    const [first, second] = names;
    if (first === undefined || second === undefined || isOneBus(names, roles, needed)) return [];
    const sentence =
      first === second
        ? `the role "${first}" has pin "${pin}" for both ${linesOn(pin, roles[first] as Wire<string>)}; they are two pins.`
        : `pin "${pin}" is used twice, by the roles "${first}" and "${second}"; give each a pin of its own.`;
    return [{ sentence, option: wayTo(second, roles[second] as Wire<string>, pin) }];
  });
}

/** The names that have this pin in the record of a role, of which there are two or more. */
function linesOn(pin: string, wire: Wire<string>): string {
  if (isBus(wire)) return "lines of its bus";
  const names = Object.entries(wire).filter(([, one]) => one === pin);
  return names.map(([name]) => `"${name}"`).join(" and ");
}

/** A record may be written over several lines: the last of its names that has this pin. */
export function wayTo(role: string, wire: Wire<string>, pin: string): string[] {
  if (typeof wire === "string") return [role];
  const last = Object.entries(wire).findLast(([, one]) => one === pin);
  return last === undefined ? [role] : [role, last[0]];
}

function isOneBus(names: readonly string[], roles: Wiring["roles"], needed: readonly NeededRole[]): boolean {
  const buses = new Set(names.map((name) => pinsOf(roles[name] as Wire<string>).join(" ")));
  const kinds = new Set(names.map((name) => needed.find((one) => one.role === name)?.kind));
  const [kind] = kinds;
  return (
    buses.size === 1 &&
    new Set(names).size === names.length &&
    kinds.size === 1 &&
    kind !== undefined &&
    BUSES.includes(kind)
  );
}

export function isBus(wire: Wire<string>): boolean {
  return typeof wire === "object" && Object.keys(wire).sort().join() === "scl,sda";
}
