// The surroundings of a single simulated device: the home, where its parts hang as they do with all
// the others, without a phone.
import type { Timers } from "../../../src/platform/node/timers.ts";
import type { OwnFirmware } from "../devices/own-firmware.ts";
import type { FittedParts } from "../fit/fit-parts.ts";
import type { Surroundings } from "../parts/around.ts";
import { createHome } from "./home.ts";

/**
 * The parts of a device, in a home of its own. One that the home does not know measures sensible values at
 * rest.
 */
export function createSurroundings(
  timers: Timers,
  { name, declaration }: OwnFirmware,
  over?: (home: Surroundings) => Surroundings,
): FittedParts {
  const home = createHome({ timers, seed: 1, happened: () => {}, phone: () => {} });
  return home.fit(name, declaration, over);
}
