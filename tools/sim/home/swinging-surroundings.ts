// Surroundings of a device that nobody has built a house for: what its parts measure swings slowly, each in its own time.
import { partsBehind } from "../../../src/checks/measuring-parts.ts";
import type { DeviceDeclaration } from "../../../src/device/declare/device.ts";
import type { Random } from "../../../src/platform/node/random.ts";
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { Surroundings } from "../parts/around.ts";

/** A swing takes this long, in milliseconds: from ten minutes to an hour. */
const PERIOD_MS = { least: 600_000, most: 3_600_000 };

/** The surroundings of all roles that measure. The same draws give the same swings. */
export function swingingSurroundings(
  { sensors = [] }: DeviceDeclaration,
  { now }: Timers,
  draws: Random,
): Surroundings {
  const around = (): Surroundings[string] => {
    const period = draws.between(PERIOD_MS.least, PERIOD_MS.most);
    const phase = draws.fraction();
    /** -1 to 1. */
    const swing = () => Math.sin(2 * Math.PI * (now() / period + phase));
    return {
      air: () => ({ celsius: 20 + 4 * swing(), humidity: 50 - 15 * swing() }),
      lux: () => 200 + 190 * swing(),
      share: () => 0.5 + 0.4 * swing(),
      flow: () => 0.5 + 0.4 * swing(),
    };
  };
  const parts = sensors.flatMap(({ quantity }) => partsBehind(quantity.part));
  return Object.fromEntries(parts.map(({ role }) => [role, around()]));
}
