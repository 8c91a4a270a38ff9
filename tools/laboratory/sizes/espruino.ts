// JsVars that a device holds in a real interpreter, which the build estimates.

import { startClimate } from "../bench/espruino/board.ts";
import { idleVars, standInVars, steadily } from "../bench/espruino/meter.ts";
import type { EspruinoBinary } from "../hosts/espruino/binaries.ts";

/** JsVars that a device holds when it is connected, above those of its surroundings. Its parts answer as climate's do. */
export function heldVars(binary: EspruinoBinary, script: string): Promise<number> {
  return steadily(async () => {
    const alone = await standInVars(binary);
    const device = await startClimate(binary, script);
    try {
      return (await idleVars(device)) - alone;
    } finally {
      device.dispose();
    }
  });
}
