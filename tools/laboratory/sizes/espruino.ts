// JsVars that a device holds in a real interpreter, which the build estimates.

import { heldVars as heldBy, withConnected } from "../bench/espruino/vars.ts";
import type { EspruinoBinary } from "../hosts/espruino/binaries.ts";

/**
 * JsVars that a device holds when it is connected, above those of its surroundings. Its parts answer as
 * climate's do.
 */
export function heldVars(binary: EspruinoBinary, script: string): Promise<number> {
  return withConnected({ binary, script }, heldBy);
}
