// A siren: on or off, and off by itself after its longest time.
import type { Drivable } from "../../../reading/part.ts";
import { type ActuatorDeclaration, newDeclaration, type PolicyOptions, withPolicies } from "./declaration.ts";
import { ON_OFF } from "./switch.ts";

/** `maximumOn` is the longest time that it sounds. */
export type SirenOptions<Other extends string = string, Read extends string = string> = PolicyOptions<
  "on" | "off",
  Other,
  Read
>;

/** Declares a siren called `name`: the commands are "on" and "off". */
export function siren<
  const Name extends string,
  const Other extends string = never,
  const Read extends string = never,
>(
  name: Name,
  part: Drivable,
  options?: SirenOptions<Other, Read>,
): ActuatorDeclaration<Name, "on" | "off", Other | Read> {
  const given = options === undefined ? {} : options;
  return withPolicies(newDeclaration(name, "siren", part, ON_OFF, given), given, "on", 1);
}
