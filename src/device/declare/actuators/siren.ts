// A siren: on or off, and off by itself after its longest time.
import type { Drivable } from "../../../reading/part.ts";
import { type ActuatorDeclaration, newDeclaration, type PolicyOptions, withPolicies } from "./declaration.ts";
import { ON_OFF } from "./switch.ts";

/** `maximumOn` is how long it sounds at most. */
export type SirenOptions = PolicyOptions<"on" | "off">;

/** Declares a siren called `name`: the commands are "on" and "off". */
export function siren(name: string, part: Drivable, options?: SirenOptions): ActuatorDeclaration {
  const given = options === undefined ? {} : options;
  return withPolicies(newDeclaration(name, "siren", part, ON_OFF, given), given, "on", 1);
}
