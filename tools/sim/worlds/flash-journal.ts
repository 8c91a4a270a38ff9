// The journal of a simulated device: flash in memory, which is there once a device asks for it. A process may
// run thousands that do not.
import { NodeJournal } from "../../../src/platform/node/buses/journal.ts";
import { createRandom } from "../../../src/platform/node/random.ts";
import type { JournalPort } from "../../../src/ports/journal.ts";
import { SimulatedFlash } from "./flash.ts";

const PAGE_BYTES = 4096;

/** It outlives the device, as the storage of its world does. */
export function flashJournal(): JournalPort {
  let made: { areaBytes: number; port: JournalPort } | undefined;
  const port = (): JournalPort => {
    if (made === undefined) throw new Error("The journal was not set up.");
    return made.port;
  };
  return {
    setUp(at, areaBytes) {
      if (made?.areaBytes === areaBytes) return;
      const pageBytes = Math.min(PAGE_BYTES, areaBytes);
      const flash = new SimulatedFlash({ areaBytes, pageBytes, random: createRandom(1) });
      const journal = new NodeJournal(flash.port);
      journal.setUp(at, areaBytes);
      made = { areaBytes, port: journal };
    },
    areaBytes: () => port().areaBytes(),
    read: (area, at, count) => port().read(area, at, count),
    write: (area, at, bytes) => port().write(area, at, bytes),
    erase: (area) => port().erase(area),
  };
}
