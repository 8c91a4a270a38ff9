// The rows on the displays of a simulated device, whenever they have changed.
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { I2cBus } from "../../../src/platform/node/world.ts";
import type { FittedParts } from "./fit-parts.ts";

/** Rows that belong together are written within this time. */
const SETTLE_MS = 200;

/**
 * The same bus; `shown` is called with a display's rows, without the empty ones, a moment after they were
 * written.
 */
export function watchDisplays(
  { i2c, displays }: FittedParts,
  { after }: Pick<Timers, "after">,
  shown: (role: string, rows: readonly string[]) => void,
): I2cBus {
  if (displays.size === 0) return i2c;
  const latest = new Map<string, string>();
  let isWaiting = false;
  const look = () => {
    isWaiting = false;
    for (const [role, display] of displays) {
      const rows = display.text().filter((row) => row !== "");
      if (rows.join("\n") === (latest.get(role) ?? "")) continue;
      latest.set(role, rows.join("\n"));
      shown(role, rows);
    }
  };
  return {
    write(address, bytes) {
      if (!isWaiting) after(SETTLE_MS, look);
      isWaiting = true;
      return i2c.write(address, bytes);
    },
    read: (address, count) => i2c.read(address, count),
  };
}
