// Finds out what is at the other end of a port, and gives the console for it.

import type { BytePort } from "./byte-port.ts";
import type { DeviceConsole } from "./device-console.ts";
import { type OpenOptions, openEspruino } from "./espruino/console.ts";
import { FlashError } from "./flash-error.ts";
import { openNodeMcu } from "./nodemcu/console.ts";

/**
 * Asks the board for its prompt: Espruino's first, which says when Lua answers instead. Rejects with a
 * FlashError of kind "no answer", "wrong firmware" or "lost".
 */
export async function openConsole(port: BytePort, options: OpenOptions = {}): Promise<DeviceConsole> {
  try {
    return await openEspruino(port, options);
  } catch (error) {
    if (!(error instanceof FlashError) || error.kind !== "wrong firmware") throw error;
    // For a board that does run NodeMCU, the error of NodeMCU's side is nearer to the truth.
    return await openNodeMcu(port, options).catch((reason) => {
      throw reason instanceof FlashError && reason.kind === "no answer" ? error : reason;
    });
  }
}
